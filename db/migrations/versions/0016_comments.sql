-- What each table and column means, for whoever looks with psql (\d+), and for docs/data-dictionary.md.

comment on table transactions is
'One row per order line kept. Its identity is its content: the same line in another file is the same line.';
comment on column transactions.line_hash is 'md5 of the line''s content.';
comment on column transactions.line_ordinal is
'Which of several lines with the same content, from 1; above 1 only where duplicates are kept.';
comment on column transactions.load_id is 'The load that brought it.';
comment on column transactions.invoice_no is 'The order or return that it belongs to.';
comment on column transactions.stock_code is 'The product or charge.';
comment on column transactions.description is 'The product''s name as this line has it.';
comment on column transactions.quantity is 'Whole pieces; negative for a return.';
comment on column transactions.invoice_date is 'When, by the shop''s own clock.';
comment on column transactions.unit_price is 'Price of one piece, in the shop''s currency.';
comment on column transactions.amount is 'quantity x unit_price, in the shop''s currency.';
comment on column transactions.customer_id is
'The customer, or the pseudonym of an erased one; null counts for revenue alone.';
comment on column transactions.country is 'The customer''s country as this line has it.';
comment on column transactions.is_return is 'The invoice is a cancellation or return.';
comment on column transactions.is_charge is 'Postage, a fee or the like by its stock code; no product.';

comment on table orders is
'One row per customer and invoice with at least one product line. Returns are rows too, never orders.';
comment on column orders.customer_id is 'The customer.';
comment on column orders.invoice_no is 'The invoice.';
comment on column orders.ordered_at is 'Time of its first line.';
comment on column orders.is_order is 'True for an order, false for a return.';
comment on column orders.gross is 'What was ordered, before returns, without charges, in the shop''s currency.';
comment on column orders.net is 'The sum of all its product lines; negative for a return.';
comment on column orders.pieces is 'Pieces of all its product lines.';
comment on column orders.products is 'How many different products.';
comment on column orders.country is 'Country on the invoice.';

comment on table customers is 'One row per customer id in the order lines, with the totals of all orders.';
comment on column customers.customer_id is 'The id as the shop writes it, or a pseudonym.';
comment on column customers.country is 'Country of the latest order, of the latest line where there is no order.';
comment on column customers.countries is 'All countries on the customer''s lines.';
comment on column customers.first_order_at is
'Time of the first order; null for a customer with returns or charges alone.';
comment on column customers.last_order_at is 'Time of the last order.';
comment on column customers.orders is 'Number of orders.';
comment on column customers.gross is 'Spend before returns.';
comment on column customers.net is 'Spend after returns.';
comment on column customers.typical_gap_days is
'Median of the days between two days with an order; null below two such days.';

comment on table products is 'One row per stock code.';
comment on column products.stock_code is 'The code.';
comment on column products.description is 'The commonest name among its lines.';
comment on column products.is_charge is 'Postage, a fee or the like.';
comment on column products.pieces is 'Pieces sold, less those returned.';
comment on column products.net is 'Revenue after returns.';

comment on table product_descriptions is 'One row per stock code and description: counts that a load adds to.';
comment on column product_descriptions.stock_code is 'The code.';
comment on column product_descriptions.description is 'Its first 200 letters; empty where lines have none.';
comment on column product_descriptions.is_charge is 'As in transactions.';
comment on column product_descriptions.lines is 'Number of lines.';
comment on column product_descriptions.pieces is 'Their pieces.';
comment on column product_descriptions.net is 'Their amounts.';

comment on table sales_by_day is 'One row per day with a line: sums that a load adds to.';
comment on column sales_by_day.day is 'The day, by the shop''s own clock.';
comment on column sales_by_day.lines is 'Lines of that day.';
comment on column sales_by_day.revenue is 'Their amounts without charges, after returns.';

comment on table charge_codes is 'One row per pattern of a stock code that is a charge and no product.';
comment on column charge_codes.pattern is 'For LIKE, in upper case.';

comment on table ledger is 'One row per order line refused, with the reason and the text as it stood in the file.';
comment on column ledger.load_id is 'The load that refused it.';
comment on column ledger.line_number is 'Its line in the file, the header being line 1.';
comment on column ledger.reason is 'Why, in words.';
comment on column ledger.raw is 'The line''s text; emptied when its customer is erased.';
comment on column ledger.file_number is 'Which file of the load.';
comment on column ledger.line_hash is 'md5 of its content, where it could be read.';
comment on column ledger.line_ordinal is 'Which of several with the same content.';
comment on column ledger.invoice_date is 'Its time, where it could be read.';
comment on column ledger.customer_id is 'Whose line, where it could be read.';

comment on table loads is 'One row per load. lines_in = lines_kept + lines_known + those in the ledger.';
comment on column loads.load_id is 'Number of the load.';
comment on column loads.source is 'What the load was called: the file or folder.';
comment on column loads.sample is 'The data are made up, which every page says.';
comment on column loads.lines_in is 'Lines in its files.';
comment on column loads.lines_kept is 'Lines that are new.';
comment on column loads.ledger is 'Refused lines by reason.';
comment on column loads.started_at is 'When it began.';
comment on column loads.finished_at is 'When it was done.';
comment on column loads.mode is 'add, replace-period or replace-all.';
comment on column loads.demo is 'Somebody else''s data: the first file of one''s own replaces it.';
comment on column loads.lines_known is 'Lines that were there already.';
comment on column loads.lines_gone is 'Lines of before that it took away.';
comment on column loads.changed_from is 'The earliest day that it changed; null when nothing changed.';
comment on column loads.data is 'lines_in, lines_kept and ledger of all that the tables hold after it.';

comment on table load_files is 'One row per file of a load.';
comment on column load_files.load_id is 'The load.';
comment on column load_files.file_number is 'From 1, in the order of reading.';
comment on column load_files.name is 'The file''s name.';
comment on column load_files.content_sha256 is 'By which a file that is loaded already is known.';
comment on column load_files.reading is 'How it was read: format, columns, numbers, dates, and what was asked for.';
comment on column load_files.lines_in is 'Lines in it.';

comment on table imports is
'One row per uploaded file: what it is, how it is to be read, its newest check and its load.';
comment on column imports.import_id is 'Random; also its name in the upload folder.';
comment on column imports.name is 'What the file was called.';
comment on column imports.kind is 'Its format, told by its content.';
comment on column imports.bytes is 'Its size.';
comment on column imports.reading is 'How it is to be read: the choices of the person.';
comment on column imports.check_job is 'The newest job that looked at it.';
comment on column imports.load_job is 'The job that loads or loaded it.';
comment on column imports.uploaded_at is 'When it came.';

comment on table segments is 'One row per segment, in the order of engagement.';
comment on column segments.segment is 'Its name.';
comment on column segments.position is '1 is the most engaged.';

comment on table segment_rules is
'One row per cell of the grid of R by FM; an owner may change them, all 25 are there.';
comment on column segment_rules.r_score is 'Row: recency score, 5 the most recent.';
comment on column segment_rules.fm_score is 'Column: (F + M) / 2, rounded up.';
comment on column segment_rules.segment is 'The segment of the cell.';

comment on table new_customer_rule is
'One row: who has exactly one order, not long ago, is of this segment before the grid is asked.';
comment on column new_customer_rule.only_row is 'Always true: there is one row.';
comment on column new_customer_rule.segment is 'The segment.';
comment on column new_customer_rule.max_recency is 'Days since that order, at most.';

comment on table runs is 'One row per run: scores and predictions that are published together.';
comment on column runs.run_id is 'Number of the run.';
comment on column runs.state is 'running, scored (waits for predictions), published, failed.';
comment on column runs.as_of is 'The moment it looks from: what came before it counts.';
comment on column runs.started_at is 'When scoring began.';
comment on column runs.scored_at is 'When the scores were there.';
comment on column runs.finished_at is 'When it was published or failed.';
comment on column runs.shop_name is 'The shop''s name at that time.';
comment on column runs.currency is 'ISO 4217 code of every amount.';
comment on column runs.sample is 'The data are made up.';
comment on column runs.source is 'Name of the newest load''s file.';
comment on column runs.lines_in is 'Lines read, of all data it stands on.';
comment on column runs.lines_kept is 'Lines kept, of all data it stands on.';
comment on column runs.ledger is 'Refused lines by reason, of all data it stands on.';
comment on column runs.loads is 'The loads it stands on.';
comment on column runs.data_from is 'Time of the first line.';
comment on column runs.data_to is 'Time of the last line.';
comment on column runs.orders is 'Orders before as_of.';
comment on column runs.customers is 'Scored customers.';
comment on column runs.gross_spend is 'Their spend before returns.';
comment on column runs.net_spend is 'Their spend after returns.';
comment on column runs.inputs is 'What the scores depend on; equal inputs need no new run.';
comment on column runs.cuts is 'Smallest and largest value of each score of each measure.';
comment on column runs.overview is 'Revenue by month.';
comment on column runs.model_id is 'The model that scored it; null without one.';
comment on column runs.model_note is 'Why there is no model, in a sentence.';
comment on column runs.campaign is
'By which ranking customers are written to, and what the interval of a month to come needs.';

comment on table published is 'One row: which run is served.';
comment on column published.only_row is 'Always true: there is one row.';
comment on column published.run_id is 'The run.';
comment on column published.published_at is 'Since when.';

comment on table rfm_scores is
'One row per scored customer and run: recency, frequency, monetary and their scores. One partition per run.';
comment on column rfm_scores.run_id is 'The run.';
comment on column rfm_scores.customer_id is 'The customer; has at least one order before as_of.';
comment on column rfm_scores.country is 'As in customers.';
comment on column rfm_scores.segment is 'By segment_rules and new_customer_rule.';
comment on column rfm_scores.recency is 'Whole days from the last order to as_of.';
comment on column rfm_scores.frequency is 'Number of orders.';
comment on column rfm_scores.monetary is 'Spend after returns, in the run''s currency.';
comment on column rfm_scores.r_score is '1 to 5; 5 is the most recent fifth, equal values share a score.';
comment on column rfm_scores.f_score is '1 to 5; 5 is the most frequent fifth, equal values share a score.';
comment on column rfm_scores.m_score is '1 to 5; 5 is the fifth that spent most, equal values share a score.';
comment on column rfm_scores.fm_score is '(F + M) / 2, rounded up.';
comment on column rfm_scores.first_order_at is 'Time of the first order.';
comment on column rfm_scores.last_order_at is 'Time of the last order.';
comment on column rfm_scores.average_order_value is 'Spend before returns / orders.';
comment on column rfm_scores.typical_gap_days is 'As in customers.';

comment on table predictions is
'One row per scored customer and run; one partition per run. Nulls where there was too little data for a model.';
comment on column predictions.run_id is 'The run.';
comment on column predictions.customer_id is 'The customer.';
comment on column predictions.purchase_probability is 'Of at least one order in the 30 days from as_of; 0 to 1.';
comment on column predictions.expected_value is
'Mean net spend expected in the 90 days from as_of, in the run''s currency.';
comment on column predictions.reasons is 'Sentences that say what stands out.';
comment on column predictions.expected_value_low is 'Lower end of its 80 per cent interval.';
comment on column predictions.expected_value_high is 'Upper end of its 80 per cent interval.';
comment on column predictions.parts is
'The average''s probability, what each topic adds or takes off, and the rest; they add up to the probability.';

comment on table customer_list is
'One row per scored customer and run, scores and prediction side by side, for the list. One partition per run.';
comment on column customer_list.run_id is 'The run.';
comment on column customer_list.recency is 'As in rfm_scores.';
comment on column customer_list.frequency is 'As in rfm_scores.';
comment on column customer_list.r_score is 'As in rfm_scores.';
comment on column customer_list.f_score is 'As in rfm_scores.';
comment on column customer_list.m_score is 'As in rfm_scores.';
comment on column customer_list.fm_score is 'As in rfm_scores.';
comment on column customer_list.monetary is 'As in rfm_scores.';
comment on column customer_list.purchase_probability is 'As in predictions.';
comment on column customer_list.segment is 'As in rfm_scores.';
comment on column customer_list.country is 'As in rfm_scores.';
comment on column customer_list.customer_id is 'The customer.';
comment on column customer_list.first_order_at is 'As in rfm_scores.';
comment on column customer_list.last_order_at is 'As in rfm_scores.';
comment on column customer_list.average_order_value is 'As in rfm_scores.';
comment on column customer_list.typical_gap_days is 'As in rfm_scores.';
comment on column customer_list.expected_value is 'As in predictions.';
comment on column customer_list.less_recent is 'How many customers ordered longer ago.';
comment on column customer_list.less_frequent is 'How many ordered less often.';
comment on column customer_list.less_spent is 'How many spent less.';
comment on column customer_list.more_spent is 'How many spent more.';
comment on column customer_list.likelier is 'How many are likelier to order.';

comment on table list_cells is
'One row per run, segment, country, scores and one order or more: sums and bounds from which totals come.';
comment on column list_cells.run_id is 'The run.';
comment on column list_cells.segment is 'The segment.';
comment on column list_cells.country is 'The country.';
comment on column list_cells.r_score is 'The recency score.';
comment on column list_cells.f_score is 'The frequency score.';
comment on column list_cells.m_score is 'The monetary score.';
comment on column list_cells.fm_score is 'The column of the grid.';
comment on column list_cells.one_order is 'True for customers with exactly one order.';
comment on column list_cells.customers is 'How many customers.';
comment on column list_cells.predicted is 'How many of them have a probability.';
comment on column list_cells.recency is 'Sum of their recency.';
comment on column list_cells.frequency is 'Sum of their orders.';
comment on column list_cells.monetary is 'Sum of their spend after returns.';
comment on column list_cells.expected_buyers is 'Sum of their probabilities.';
comment on column list_cells.expected_value is 'Sum of their expected value.';
comment on column list_cells.min_recency is 'Least recency among them.';
comment on column list_cells.max_recency is 'Greatest recency among them.';
comment on column list_cells.min_frequency is 'Fewest orders among them.';
comment on column list_cells.max_frequency is 'Most orders among them.';
comment on column list_cells.min_monetary is 'Least spend among them.';
comment on column list_cells.max_monetary is 'Greatest spend among them.';
comment on column list_cells.min_first_order_at is 'Earliest first order among them.';
comment on column list_cells.max_first_order_at is 'Latest first order among them.';
comment on column list_cells.min_last_order_at is 'Earliest last order among them.';
comment on column list_cells.max_last_order_at is 'Latest last order among them.';
comment on column list_cells.min_average_order_value is 'Least average order value among them.';
comment on column list_cells.max_average_order_value is 'Greatest average order value among them.';
comment on column list_cells.min_typical_gap_days is 'Shortest typical gap among them.';
comment on column list_cells.max_typical_gap_days is 'Longest typical gap among them.';
comment on column list_cells.min_purchase_probability is 'Least probability among them.';
comment on column list_cells.max_purchase_probability is 'Greatest probability among them.';
comment on column list_cells.min_expected_value is 'Least expected value among them.';
comment on column list_cells.max_expected_value is 'Greatest expected value among them.';
comment on column list_cells.erased is 'How many of them are erased: they count in totals and are not in the list.';

comment on table segment_medians is 'One row per run and segment with customers: what sums can''t tell.';
comment on column segment_medians.run_id is 'The run.';
comment on column segment_medians.segment is 'The segment.';
comment on column segment_medians.median_monetary is 'Median spend after returns.';
comment on column segment_medians.median_expected_value is 'Median expected value.';

comment on table models is
'One row per run with a model: its card, its figures, and the hash without which its file is never opened.';
comment on column models.model_id is 'Number of the row.';
comment on column models.run_id is 'The run whose customers it scored.';
comment on column models.model is 'Its kind, such as logistic.';
comment on column models.path is 'The file, below the data folder.';
comment on column models.sha256 is 'The file''s hash.';
comment on column models.card is 'Cutoffs, features, libraries: what the model is.';
comment on column models.metrics is 'All figures of its evaluation.';
comment on column models.created_at is 'When it was registered.';
comment on column models.origin is 'trained for the run, kept from an earlier one, or restored.';
comment on column models.made_by_run is 'The run whose training made the file.';
comment on column models.size_bytes is 'The file''s size.';
comment on column models.note is 'Why this model scores, in a sentence.';
comment on column models.comparisons is 'What was compared with the served model, with intervals.';

comment on table backtest is
'One row per run, test cutoff, horizon, population and model or rule: the figures of the rolling backtest.';
comment on column backtest.run_id is 'The run.';
comment on column backtest.cutoff is 'Features come from before this day, labels from then on.';
comment on column backtest.horizon_days is 'Days of the label: an order within them.';
comment on column backtest.population is
'all, repeat (two or more orders) or established (two or more order days, the last at most 90 days ago).';
comment on column backtest.model is 'The candidate or rule.';
comment on column backtest.chosen is 'It was the procedure''s choice at this cutoff, by earlier cutoffs alone.';
comment on column backtest.n is 'Customers.';
comment on column backtest.base_rate is 'Share of them that ordered.';
comment on column backtest.threshold is 'Probability from which an order was expected, chosen on earlier cutoffs.';
comment on column backtest.accuracy is 'Share of right answers.';
comment on column backtest.precision is 'Of those expected to order, the share that did.';
comment on column backtest.recall is 'Of those that ordered, the share that was expected to.';
comment on column backtest.f1 is 'Harmonic mean of precision and recall of buyers.';
comment on column backtest.f1_weighted is 'F1 of buyers and others, weighted by their numbers.';
comment on column backtest.roc_auc is 'Chance that a buyer has a higher probability than another.';
comment on column backtest.pr_auc is 'Average precision.';
comment on column backtest.brier is 'Mean squared error of the probability.';
comment on column backtest.ece is 'Expected calibration error in ten groups of equal size.';
comment on column backtest.lift_top_decile is 'Share of buyers in the top tenth / share of buyers in all.';
comment on column backtest.f1_everybody is 'F1 of the rule that everybody orders.';
comment on column backtest.f1_weighted_everybody is 'Weighted F1 of the same rule.';
comment on column backtest.f1_weighted_nobody is 'Weighted F1 of the rule that nobody orders.';
comment on column backtest.f1_recency_rule is 'F1 of the rule that who ordered within some days orders.';
comment on column backtest.f1_macro is 'Mean of the F1 of buyers and of others.';
comment on column backtest.log_loss is 'Mean negative log likelihood.';
comment on column backtest.gain_top_decile is 'Share of all buyers that is in the top tenth.';
comment on column backtest.season is 'How the probabilities were moved for the season; none where they were not.';
comment on column backtest.intervals is '95 per cent intervals by the bootstrap over customers, by figure.';

comment on table value_backtest is
'One row per run, test cutoff and model or rule: how far expected net spend was from what came.';
comment on column value_backtest.run_id is 'The run.';
comment on column value_backtest.cutoff is 'As in backtest.';
comment on column value_backtest.horizon_days is 'Days of spend that are foretold.';
comment on column value_backtest.model is 'The candidate or rule.';
comment on column value_backtest.chosen is 'As in backtest.';
comment on column value_backtest.n is 'Customers.';
comment on column value_backtest.actual_total is 'Net spend that came.';
comment on column value_backtest.predicted_total is 'Net spend that was expected.';
comment on column value_backtest.mean_absolute_error is 'Of a customer''s spend, in the run''s currency.';
comment on column value_backtest.median_absolute_error is 'The same, median.';
comment on column value_backtest.bias is 'predicted_total / actual_total - 1.';
comment on column value_backtest.rank_correlation is 'Spearman''s, of expected and actual spend.';
comment on column value_backtest.deviance is 'Tweedie deviance; its best value is at the mean.';
comment on column value_backtest.coverage is 'Share of customers inside their 80 per cent interval.';
comment on column value_backtest.intervals is '95 per cent intervals by the bootstrap over customers, by figure.';

comment on table campaign_gains is
'One row per run, test cutoff and ranking: what the first customers brought in the 30 days after the cutoff.';
comment on column campaign_gains.run_id is 'The run.';
comment on column campaign_gains.cutoff is 'As in backtest.';
comment on column campaign_gains.ranking is 'By what customers are put in order.';
comment on column campaign_gains.chosen is 'It was the ranking that earlier cutoffs chose.';
comment on column campaign_gains.customers is 'Customers at the cutoff.';
comment on column campaign_gains.contacts is 'How many customers come first, at 201 points from nobody to everybody.';
comment on column campaign_gains.buyers is 'How many of those ordered.';
comment on column campaign_gains.spend is 'What they spent, after returns.';
comment on column campaign_gains.spend_squares is 'Sum of the squares of it, for intervals.';

comment on table campaigns is
'One row per campaign: on which terms it was begun. Its customers stay when the run is gone.';
comment on column campaigns.campaign_id is 'Number of the campaign.';
comment on column campaigns.name is 'Its name.';
comment on column campaigns.run_id is 'The run that it was planned on.';
comment on column campaigns.ranking is 'By what its customers were chosen.';
comment on column campaigns.starts_on is 'The first of the days that count.';
comment on column campaigns.horizon_days is 'How many days count.';
comment on column campaigns.margin is 'Profit per unit of net spend.';
comment on column campaigns.cost is 'Of writing to one customer, in the shop''s currency.';
comment on column campaigns.effect is 'By which share those written to were assumed to spend more.';
comment on column campaigns.promised_profit is 'Profit that the plan expected.';
comment on column campaigns.promised_low is 'Lower end of its 80 per cent interval.';
comment on column campaigns.promised_high is 'Upper end of its 80 per cent interval.';
comment on column campaigns.created_at is 'When it was begun.';

comment on table campaign_customers is 'One row per campaign and chosen customer; who is held out is not written to.';
comment on column campaign_customers.campaign_id is 'The campaign.';
comment on column campaign_customers.customer_id is 'The customer.';
comment on column campaign_customers.place is '1 is the first one by the ranking.';
comment on column campaign_customers.held_out is 'Held out by lot, so that the effect can be measured.';

comment on table history_scores is 'One row per month end and customer scored then; one partition per month end.';
comment on column history_scores.as_of is 'The first day after the month.';
comment on column history_scores.customer_id is 'The customer.';
comment on column history_scores.segment is 'The segment then, by today''s rules.';
comment on column history_scores.recency is 'As in rfm_scores, then.';
comment on column history_scores.frequency is 'As in rfm_scores, then.';
comment on column history_scores.monetary is 'As in rfm_scores, then.';
comment on column history_scores.r_score is 'As in rfm_scores, then.';
comment on column history_scores.f_score is 'As in rfm_scores, then.';
comment on column history_scores.m_score is 'As in rfm_scores, then.';

comment on table month_ends is 'One row per month end that is built.';
comment on column month_ends.as_of is 'The first day after the month.';
comment on column month_ends.partition is 'Its part of history_scores.';
comment on column month_ends.load_id is 'The newest load it has seen.';
comment on column month_ends.made_by is 'Hash of the rules and SQL that made it.';
comment on column month_ends.customers is 'Customers scored.';

comment on table history_build is 'One row: what cohorts and products were worked out from.';
comment on column history_build.only_row is 'Always true: there is one row.';
comment on column history_build.load_id is 'The newest load it has seen.';
comment on column history_build.made_by is 'Hash of the SQL and settings that made it.';
comment on column history_build.orders_looked_at is 'Orders in which products were counted.';
comment on column history_build.orders is 'Orders that could have been.';
comment on column history_build.note is 'What was left out, in a sentence.';
comment on column history_build.built_at is 'When.';

comment on table cohorts is
'One row per month of first order and month since: who of them ordered, and what they brought.';
comment on column cohorts.cohort is 'First day of the month of the first order.';
comment on column cohorts.months_since is '0 is that month itself.';
comment on column cohorts.size is 'Customers of the cohort.';
comment on column cohorts.customers is 'How many of them ordered in the month.';
comment on column cohorts.share is 'customers / size.';
comment on column cohorts.revenue is 'Their spend in the month, after returns.';
comment on column cohorts.partial is 'The month is not over in the data.';

comment on table product_pairs is 'One row per product and another bought in the same order.';
comment on column product_pairs.stock_code is 'The one product.';
comment on column product_pairs.with_stock_code is 'The other.';
comment on column product_pairs.orders_together is 'Orders with both.';
comment on column product_pairs.support is 'Share of orders with both.';
comment on column product_pairs.confidence is 'Of the orders with the one, the share that has the other.';
comment on column product_pairs.lift is
'confidence / share of orders with the other: how many times oftener than by chance.';

comment on table next_products is
'One row per customer and product to offer next, which the customer has never bought.';
comment on column next_products.customer_id is 'The customer.';
comment on column next_products.place is '1 is the best.';
comment on column next_products.stock_code is 'The product.';
comment on column next_products.because_of is 'The product of theirs that speaks for it.';
comment on column next_products.confidence is 'As in product_pairs.';

comment on table job_progress is
'One row per job that has begun: where it is, and the last lines that its scripts printed.';
comment on column job_progress.job_id is 'The queue''s number of the job.';
comment on column job_progress.script is 'The script at work.';
comment on column job_progress.script_number is 'Which of its scripts, from 1.';
comment on column job_progress.scripts is 'How many there are.';
comment on column job_progress.step is 'What the script is at.';
comment on column job_progress.output is 'The last lines it printed.';
comment on column job_progress.problem is 'Why it failed, in a sentence.';
comment on column job_progress.started_at is 'When it began.';
comment on column job_progress.updated_at is 'When this was last told.';
comment on column job_progress.report is 'How the file was understood and what came of it.';

comment on table erased_customers is 'One row per erased customer; the id itself is nowhere.';
comment on column erased_customers.id_hash is 'Keyed hash of the id; the key lies outside the database.';
comment on column erased_customers.pseudonym is 'What stands for the id in order lines and totals.';
comment on column erased_customers.key_check is 'By which a wrong key is noticed.';
comment on column erased_customers.erased_at is 'When.';

comment on table access.users is
'One row per person who may sign in; who left is switched off, so that the log still names them.';
comment on column access.users.user_id is 'Number of the user.';
comment on column access.users.name is 'In lower case.';
comment on column access.users.role is 'viewer, analyst or admin.';
comment on column access.users.password_hash is 'By argon2id.';
comment on column access.users.active is 'False for somebody switched off.';
comment on column access.users.created_at is 'When the user was made.';
comment on column access.users.signed_in_at is 'The last sign-in.';

comment on table access.sessions is 'One row per signed-in browser.';
comment on column access.sessions.token_hash is 'SHA-256 of its token.';
comment on column access.sessions.user_id is 'The user.';
comment on column access.sessions.created_at is 'When it was signed in.';
comment on column access.sessions.last_used_at is 'When it last asked something.';
comment on column access.sessions.expires_at is 'When it ends at the latest.';

comment on table access.keys is 'One row per API key; a revoked one stays, for the log.';
comment on column access.keys.key_id is 'Number of the key.';
comment on column access.keys.user_id is 'Whose it is.';
comment on column access.keys.name is 'What it is for.';
comment on column access.keys.role is 'What it may do, never more than its user.';
comment on column access.keys.key_hash is 'SHA-256 of the key.';
comment on column access.keys.created_at is 'When it was made.';
comment on column access.keys.expires_at is 'When it ends.';
comment on column access.keys.last_used_at is 'When it was last used.';
comment on column access.keys.revoked_at is 'When it was revoked; null while it is good.';

comment on table access.attempts is 'One row per thing that is counted, such as sign-ins from one address.';
comment on column access.attempts.bucket is 'What is counted.';
comment on column access.attempts.attempts is 'How often, so far.';
comment on column access.attempts.expires_at is 'When counting begins anew.';

comment on table access.audit is 'One row per act that is worth knowing later.';
comment on column access.audit.audit_id is 'Number of the act.';
comment on column access.audit.happened_at is 'When.';
comment on column access.audit.who is 'The user, or what acted.';
comment on column access.audit.what is 'The act.';
comment on column access.audit.about is 'On what.';
comment on column access.audit.details is 'More of it.';
comment on column access.audit.address is 'From which network address.';
comment on column access.audit.request_id is 'The request''s id, as in the logs.';
