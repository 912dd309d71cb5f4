# Resources that the verifier has no rule for: unproven, each by name.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_gamelift_build" "this" {
  name             = "game"
  operating_system = "AMAZON_LINUX_2"
  storage_location {
    bucket   = "builds"
    key      = "game.zip"
    role_arn = "arn:aws:iam::123456789012:role/games"
  }
}

resource "aws_location_map" "this" {
  map_name = "wards"
  configuration { style = "VectorHereBerlin" }
}
