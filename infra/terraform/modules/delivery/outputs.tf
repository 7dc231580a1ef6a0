output "id" {
  description = "The distribution's id."
  value       = aws_cloudfront_distribution.this.id
}

output "arn" {
  description = "The distribution's ARN."
  value       = aws_cloudfront_distribution.this.arn
}

output "domain_name" {
  description = "CloudFront's name of it."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "hosted_zone_id" {
  description = "The zone that an alias record names."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}
