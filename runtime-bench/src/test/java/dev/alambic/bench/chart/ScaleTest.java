package dev.alambic.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void ticksAreRoundAndFew() {
        assertThat(new Scale(0, 100, false, 0, 1).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(new Scale(3, 700, true, 0, 1).ticks()).containsExactly(5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0);
        assertThat(new Scale(0.5, 2e5, true, 0, 1).ticks())
                .containsExactly(1.0, 10.0, 100.0, 1000.0, 10_000.0, 100_000.0);
    }

    @Test
    void valuesStandWhereTheyBelong() {
        assertThat(new Scale(0, 10, false, 100, 0).at(2.5)).isEqualTo(75);
        assertThat(new Scale(1, 100, true, 0, 200).at(10)).isCloseTo(100, within(1e-9));
    }

    @Test
    void equalValuesStillMakeAScale() {
        assertThat(Scale.around(5, 5, false, 0, 10).at(5)).isCloseTo(5, within(1e-9));
        assertThat(Scale.around(5, 5, true, 0, 10).at(5)).isCloseTo(5, within(1e-9));
        assertThat(Scale.around(0, 0, false, 0, 10).at(0)).isCloseTo(5, within(1e-9));
    }

    @Test
    void labelsAreShort() {
        assertThat(List.of(0.5, 3.0, 1234.0, 12_500.0, 2_000_000.0).stream().map(Scale::label))
                .containsExactly("0.5", "3", "1234", "12.5 k", "2 M");
    }

    @Test
    void theFrontHoldsWhatNoneBeatsInBoth() {
        TradeOffChart.Model cheap = new TradeOffChart.Model("cheap", 1, 0.5);
        TradeOffChart.Model good = new TradeOffChart.Model("good", 4, 0.9);
        TradeOffChart.Model beaten = new TradeOffChart.Model("beaten", 5, 0.9);

        assertThat(new TradeOffChart("accuracy", "time", List.of(beaten, good, cheap)).front())
                .containsExactly(cheap, good);
    }
}
