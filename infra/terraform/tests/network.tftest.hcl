# Who reaches whom; an open door is refused.

mock_provider "aws" {}

variables {
  name               = "shop"
  zones              = ["eu-west-1a", "eu-west-1b"]
  origin_port        = 443
  origin_prefix_list = "pl-1"
}

run "only_cloudfront_comes_in" {
  command = apply

  module {
    source = "./modules/network"
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.cloudfront.prefix_list_id == "pl-1" && aws_vpc_security_group_ingress_rule.cloudfront.to_port == 443
    error_message = "The machine must be reached by CloudFront's prefix list on one port."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.ssh) == 0
    error_message = "SSH must be closed by default."
  }

  assert {
    condition     = length(aws_route_table.database.route) == 0
    error_message = "The database's subnets must have no way out."
  }
}

run "ssh_from_one_address_is_allowed" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    ssh_addresses = ["203.0.113.7/32"]
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.ssh["203.0.113.7/32"].to_port == 22
    error_message = "The named address must reach SSH."
  }
}

run "ssh_from_everywhere_is_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    ssh_addresses = ["0.0.0.0/0"]
  }

  expect_failures = [var.ssh_addresses]
}

run "ssh_from_a_large_range_is_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    ssh_addresses = ["203.0.113.7/32", "128.0.0.0/1"]
  }

  expect_failures = [var.ssh_addresses]
}

run "two_times_the_same_zone_is_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    zones = ["eu-west-1a", "eu-west-1a"]
  }

  expect_failures = [var.zones]
}

run "a_range_in_place_of_the_prefix_list_is_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    origin_prefix_list = "0.0.0.0/0"
  }

  expect_failures = [var.origin_prefix_list]
}
