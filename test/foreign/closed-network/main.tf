# A network that nothing leaves: no gateway, no names, no way in.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "this" {
  cidr_block         = "10.4.0.0/16"
  enable_dns_support = false
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.4.0.0/24"
}

resource "aws_security_group" "this" {
  vpc_id  = aws_vpc.this.id
  ingress = []
  egress  = []
}
