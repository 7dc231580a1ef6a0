-- One row: the number of the campaign that is deleted, with its list.
delete from campaigns
where campaign_id = :campaign_id
returning campaign_id;
