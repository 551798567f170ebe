package dev.alambic.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.packager.manifest.Evidence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final Evidence MEASURED = new Evidence(
            Map.of("accuracy", 0.96),
            "10 samples",
            List.of(new Evidence.Latency(32, 1, 500, null, null), new Evidence.Latency(1, 1, 2500, null, null)),
            new Evidence.Machine("", "", "", 1, ""));

    @Test
    void limitsAreReadInAnyOrder() {
        assertThat(Budget.parse("0.97, 1.5MB ,10ms")).isEqualTo(new Budget(1_500_000L, 10.0, 0.97));
        assertThat(Budget.parse("2KiB,1s")).isEqualTo(new Budget(2048L, 1000.0, null));
        assertThat(Budget.parse("2kB")).isEqualTo(Budget.parse("2KB"));
        assertThat(Budget.parse("900us")).isEqualTo(new Budget(null, 0.9, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1MB,2MB", "fast", "-1ms", "1.2", "1MB,", "NaN", "1e9MB", "1mb", "1parsec"})
    void anythingElseIsTheCallersMistake(String text) {
        assertThatThrownBy(() -> Budget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--budget:");
    }

    @Test
    void whatIsMissedIsNamedWithBothNumbers() {
        assertThat(Budget.parse("1kB,2ms,0.97").missed(1001, MEASURED))
                .containsExactly(
                        "size: 1001 bytes are more than 1000",
                        "latency: 2.500 ms are more than 2.000",
                        "accuracy: 0.9600 is less than 0.9700");
        assertThat(Budget.parse("1kB,2.5ms,0.96").missed(1000, MEASURED)).isEmpty();
    }

    @Test
    void aLimitOnWhatWasNotMeasuredIsTheCallersMistake() {
        assertThatThrownBy(() -> Budget.parse("0.9").missed(1, Evidence.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accuracy");
        assertThatThrownBy(() -> Budget.parse("1ms").missed(1, Evidence.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--bench");
    }
}
