package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ComparisonJson;

/** The ways to write a {@link Comparison}. */
public enum ComparisonFormat {
    /** Aligned tables for a terminal. */
    TERMINAL,
    /** Tables of GitHub's Markdown. */
    MARKDOWN,
    /** One row for each model, batch size and number of threads, full precision, a header line (RFC 4180). */
    CSV,
    /** One page that needs nothing else, with pictures. */
    HTML,
    /** Everything, as {@link ComparisonJson#read} reads it. */
    JSON;

    /** Returns {@code comparison} in this format, lines ending in a line feed. */
    public String render(Comparison comparison) {
        return switch (this) {
            case TERMINAL -> ComparisonTables.terminal(comparison);
            case MARKDOWN -> ComparisonTables.markdown(comparison);
            case CSV -> ComparisonCsv.render(comparison);
            case HTML -> HtmlPage.render(comparison);
            case JSON -> ComparisonJson.write(comparison);
        };
    }
}
