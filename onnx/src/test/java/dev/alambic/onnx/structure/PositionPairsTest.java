package dev.alambic.onnx.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionPairsTest {

    private static List<String> of(PositionPairs pairs) {
        return IntStream.range(0, pairs.count())
                .mapToObj(pair -> pairs.from(pair) + "-" + pairs.to(pair))
                .toList();
    }

    @Test
    void concatenatingShifts() {
        assertThat(of(PositionPairs.shifted(3, 4))).containsExactly("0-4", "1-5", "2-6");
        assertThat(PositionPairs.shifted(3, 0)).isEqualTo(PositionPairs.same(3));
    }

    @Test
    void gatheringSelects() {
        assertThat(of(PositionPairs.selected(new int[] {2, 0, 2}))).containsExactly("2-0", "0-1", "2-2");
    }

    @Test
    void gatesRepeatTheUnits() {
        assertThat(of(PositionPairs.repeated(2, 3))).containsExactly("0-0", "1-1", "0-2", "1-3", "0-4", "1-5");
    }

    /** Whatever the lengths: all of a run hang together, and no two runs do. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 4", "3, 4, 1", "2, 3, 5", "4, 2, 2"})
    void runsConnectAllOfARunAndNothingElse(int count, int a, int b) {
        PositionPairs pairs = PositionPairs.runs(count, a, b);
        Units units = new Units();
        int[] from = units.fresh(count * a);
        int[] to = units.fresh(count * b);

        for (int i = 0; i < pairs.count(); i++) {
            units.join(from[pairs.from(i)], to[pairs.to(i)]);
        }

        assertThat(pairs.count()).as("as few as can be").isEqualTo(count * (a + b - 1));
        for (int position = 0; position < from.length; position++) {
            assertThat(units.root(from[position])).isEqualTo(units.root(from[position / a * a]));
        }
        for (int position = 0; position < to.length; position++) {
            assertThat(units.root(to[position])).isEqualTo(units.root(from[position / b * a]));
        }
        assertThat(IntStream.of(from).map(units::root).distinct()).hasSize(count);
    }
}
