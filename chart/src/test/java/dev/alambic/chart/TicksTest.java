package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.chart.Axis.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TicksTest {

    private static List<String> labels(Unit unit, Double... values) {
        Ticks ticks = Ticks.of(List.of(values), unit);
        return ticks.values().stream().map(value -> ticks.label().apply(value)).toList();
    }

    @Test
    void labelsHaveAsManyDigitsAsOneNeeds() {
        assertThat(labels(Unit.PLAIN, 0.0, 0.05, 0.1)).containsExactly("0.00", "0.05", "0.10");
        assertThat(labels(Unit.PLAIN, -10.0, 0.0, 10.0)).containsExactly("-10", "0", "10");
        assertThat(labels(Unit.SHARE, 0.98, 0.985)).containsExactly("98.0 %", "98.5 %");
    }

    @Test
    void labelsHaveTheUnitThatSuitsThem() {
        assertThat(labels(Unit.MICROS, 0.5, 500.0, 2000.0)).containsExactly("0.5 µs", "500 µs", "2 ms");
        assertThat(labels(Unit.BYTES, 500.0, 20_000.0, 1e6)).containsExactly("500 B", "20 kB", "1 MB");
    }

    @Test
    void longNumbersAreShortened() {
        assertThat(labels(Unit.PLAIN, 0.0, 5000.0, 12_500.0)).containsExactly("0", "5000", "12.5 k");
        assertThat(labels(Unit.PLAIN, 2e6, 3e9)).containsExactly("2 M", "3 G");
        assertThat(labels(Unit.PLAIN, 1e300)).containsExactly("1e300");
        assertThat(labels(Unit.PLAIN, 1e-6, 2e-6)).containsExactly("1e-6", "2e-6");
    }

    @Test
    void noTicksTakeNoRoom() {
        assertThat(Ticks.of(List.of(), Unit.PLAIN).widest()).isZero();
        assertThat(Ticks.of(List.of(1.0, 10.0), Unit.BYTES).widest()).isEqualTo(TextWidth.of("10 B", 11.5));
    }
}
