package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static int atLeastThree(int choice) {
        if (choice < 3) {
            throw new IllegalArgumentException("too small: " + choice);
        }
        return 10 * choice;
    }

    @Test
    void theFirstThatDoesNotFailCounts() {
        List<RuntimeException> failures = new ArrayList<>();

        assertThat(Attempts.first(List.of(1, 2, 3, 4), AttemptsTest::atLeastThree, failures::add))
                .contains(30);
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("too small: 1", "too small: 2");
    }

    @Test
    void ifAllFailThereIsNone() {
        assertThat(Attempts.first(List.of(1, 2), AttemptsTest::atLeastThree)).isEmpty();
        assertThat(Attempts.first(List.<Integer>of(), AttemptsTest::atLeastThree))
                .isEmpty();
    }

    @Test
    void aFullDiskEndsIt() {
        UncheckedIOException full = new UncheckedIOException(new IOException("no space left on device"));

        assertThatThrownBy(() -> Attempts.first(List.of(1, 2), choice -> {
                    throw full;
                }))
                .isSameAs(full);
    }
}
