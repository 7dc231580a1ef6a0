variable "domain" {
  description = "The name that the certificate bears."
  type        = string
}

variable "zone" {
  description = "The Route 53 zone in which AWS looks for the proof."
  type        = string
}
