package dev.alambic.bench.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.alambic.bench.record.Comparison;

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
    /** Everything, as {@link #parseJson} reads it. */
    JSON {
        @Override
        public String render(Comparison comparison) {
            try {
                return MAPPER.writeValueAsString(comparison) + "\n";
            } catch (JsonProcessingException e) {
                throw new AssertionError("bug: a comparison is plain records", e);
            }
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Returns {@code comparison} in this format, lines ending in a line feed. */
    public abstract String render(Comparison comparison);

    /**
     * Reads what {@link #JSON} wrote, now or in an earlier version.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Comparison parseJson(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            EarlierComparison.upgrade(tree);
            return MAPPER.treeToValue(tree, Comparison.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a comparison: " + e.getOriginalMessage(), e);
        }
    }
}
