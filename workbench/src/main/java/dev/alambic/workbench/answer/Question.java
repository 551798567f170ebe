package dev.alambic.workbench.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What models are asked about. */
public sealed interface Question {

    /** A picture in a file's bytes, brought to the model's size. */
    record Picture(byte[] file) implements Question {}

    /** A drawing in a picture's bytes, centred and scaled as the training data are. */
    record Drawing(byte[] file) implements Question {}

    /** A text, or two. */
    record Text(String first, @Nullable String second) implements Question {}

    /** Cells of a table by column; a missing one is empty. */
    record Row(Map<String, String> cells) implements Question {
        public Row {
            cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
        }
    }

    /** A sample of the test part of the run's data, counted from 0. */
    record Sample(int index) implements Question {}
}
