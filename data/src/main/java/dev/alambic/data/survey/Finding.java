package dev.alambic.data.survey;

import java.util.List;

/**
 * Something suspicious.
 *
 * @param kind what it is, in words
 * @param count how often it is there
 * @param examples some of them
 */
public record Finding(String kind, int count, List<String> examples) {
    static final int SHOWN = 3;

    public Finding {
        examples = examples.stream().limit(SHOWN).toList();
    }
}
