package dev.alambic.workbench.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What models are asked about. */
public sealed interface Question {

    /**
     * A picture in a file's bytes, brought to the model's size; a drawing is centred and scaled as the training data
     * are.
     */
    final class Picture implements Question {
        private final byte[] file;
        private final boolean drawn;

        /** Keeps the bytes without a copy. */
        Picture(byte[] file, boolean drawn) {
            this.file = file;
            this.drawn = drawn;
        }

        byte[] file() {
            return file;
        }

        boolean isDrawn() {
            return drawn;
        }
    }

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
