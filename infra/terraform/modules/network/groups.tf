resource "aws_security_group" "web" {
  name        = "${var.name}-web"
  description = "The machine: CloudFront in, AWS and package mirrors out"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-web" }
}

# The list weighs 55 of the 60 rules that a group may have.
resource "aws_vpc_security_group_ingress_rule" "cloudfront" {
  security_group_id = aws_security_group.web.id
  description       = "CloudFront; HAProxy asks for the secret on top, since anybody may have a distribution"
  prefix_list_id    = var.origin_prefix_list
  ip_protocol       = "tcp"
  from_port         = var.origin_port
  to_port           = var.origin_port
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  for_each          = toset(var.ssh_addresses)
  security_group_id = aws_security_group.web.id
  description       = "SSH"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.web.id
  description       = "AWS's services, certificates and packages, all over TLS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "database" {
  security_group_id            = aws_security_group.web.id
  description                  = "The database"
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "The database: the machine in, nothing out"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-database" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id            = aws_security_group.database.id
  description                  = "The machine"
  referenced_security_group_id = aws_security_group.web.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}
