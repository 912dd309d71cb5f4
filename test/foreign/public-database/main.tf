# A database on the internet, its snapshot shared.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "this" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_subnet" "this" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet("10.3.0.0/16", 8, count.index)
}

resource "aws_db_subnet_group" "this" {
  name       = "this"
  subnet_ids = aws_subnet.this[*].id
}

resource "aws_db_instance" "this" {
  identifier                  = "records"
  engine                      = "postgres"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  publicly_accessible         = true
  storage_encrypted           = true
  db_subnet_group_name        = aws_db_subnet_group.this.name
}

resource "aws_db_snapshot" "shared" {
  db_instance_identifier = aws_db_instance.this.identifier
  db_snapshot_identifier = "records-shared"
  shared_accounts        = ["999999999999"]
}
