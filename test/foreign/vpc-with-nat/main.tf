# A VPC as most people begin: public and private subnets by a module, an internet gateway and a NAT gateway.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

module "network" {
  source = "./network"
  cidr   = "10.0.0.0/16"
  zones  = { a = "eu-west-1a", b = "eu-west-1b" }
}

resource "aws_security_group" "app" {
  vpc_id = module.network.vpc_id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network.private_subnet_ids["a"]
  vpc_security_group_ids = [aws_security_group.app.id]
}
