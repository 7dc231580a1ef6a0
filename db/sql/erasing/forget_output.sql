-- One row per job whose output or report has the id: both are emptied.
update job_progress set output = '', report = null
where strpos(output, :customer_id) > 0 or strpos(report::text, :customer_id) > 0;
