/**
 * Numbers and tables as people read them, the same in every country.
 *
 * <pre>
 * Numbers    how a number is written
 * TextTable  rows of texts, for a terminal, as Markdown, CSV or HTML
 * Columns    how rows of anything become a table
 * </pre>
 */
@NullMarked
package dev.alambic.chart.table;

import org.jspecify.annotations.NullMarked;
