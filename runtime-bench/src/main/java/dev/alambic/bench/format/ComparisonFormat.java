package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ComparisonJson;

/** The ways to write a {@link Comparison}. */
public enum ComparisonFormat {
    /** Aligned tables for a terminal. */
    TERMINAL {
        @Override
        public String render(Comparison comparison) {
            return ComparisonTables.terminal(comparison);
        }
    },
    /** Tables of GitHub's Markdown. */
    MARKDOWN {
        @Override
        public String render(Comparison comparison) {
            return ComparisonTables.markdown(comparison);
        }
    },
    /** One row for each model, batch size and number of threads, full precision, a header line (RFC 4180). */
    CSV {
        @Override
        public String render(Comparison comparison) {
            return ComparisonCsv.render(comparison);
        }
    },
    /** One page that needs nothing else, with pictures. */
    HTML {
        @Override
        public String render(Comparison comparison) {
            return HtmlPage.render(comparison);
        }
    },
    /** Everything, as {@link ComparisonJson#read} reads it. */
    JSON {
        @Override
        public String render(Comparison comparison) {
            return ComparisonJson.write(comparison);
        }
    };

    /** Returns {@code comparison} in this format, lines ending in a line feed. */
    public abstract String render(Comparison comparison);
}
