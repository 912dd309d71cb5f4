# Two VPCs, one of them a partner's.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "own" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_vpc_peering_connection" "partner" {
  vpc_id        = aws_vpc.own.id
  peer_vpc_id   = "vpc-0fedcba9876543210"
  peer_owner_id = "999999999999"
}

resource "aws_route_table" "own" {
  vpc_id = aws_vpc.own.id
}

resource "aws_route" "partner" {
  route_table_id            = aws_route_table.own.id
  destination_cidr_block    = "10.9.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.partner.id
}
