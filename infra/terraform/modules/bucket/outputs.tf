output "name" {
  description = "The bucket's name."
  value       = aws_s3_bucket.this.bucket
}

output "arn" {
  description = "The bucket's ARN."
  value       = aws_s3_bucket.this.arn
}

output "regional_domain_name" {
  description = "The name under which CloudFront reads it."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}
