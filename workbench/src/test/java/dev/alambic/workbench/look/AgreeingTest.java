package dev.alambic.workbench.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.workbench.answer.OpenModel.Answer;
import dev.alambic.workbench.look.Looks.Look;
import dev.alambic.workbench.look.Looks.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreeingTest {
    private static Look look(String model, double... weights) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            parts.add(new Part(List.of("not", "bad", "at", "all").get(i), null, null, 0.5, weights[i]));
        }
        return new Look(model, null, "good", true, 0.9, null, parts);
    }

    @Test
    void theSameIsSaidWithoutMore() {
        assertThat(Agreeing.lines(List.of(look("teacher", 3, 1, 0, 0), look("student", 6, 2, 0, 0))))
                .containsExactly("student looked at the same as teacher (correlation 1.00)");
    }

    @Test
    void whatCountsMostIsSaidWhereItDiffers() {
        assertThat(Agreeing.lines(List.of(look("teacher", 3, 0, 0, 0), look("student", 0, -3, 0, 0))))
                .containsExactly(
                        "student looked elsewhere than teacher (correlation 0.33): most counts 'bad', to teacher 'not'");
    }

    @Test
    void whoLooksAtNothingOrAtOtherPartsIsNotMeasured() {
        assertThat(Agreeing.lines(List.of(look("teacher", 1, 2), look("student", 0, 0))))
                .containsExactly("student and teacher: nothing that was taken away changes the answer of one");
        assertThat(Agreeing.lines(List.of(look("teacher", 1, 2), look("student", 1, 2, 3))))
                .isEmpty();
        assertThat(Agreeing.lines(List.of(look("teacher", 1, 2), Look.refused("student", "too slow"))))
                .isEmpty();
    }

    /** Odds of 3 to 1 that become 1 to 1: log2 3 bits. */
    @Test
    void aWeightIsInBitsOfTheOdds() {
        Evidence evidence = Evidence.of(new Answer("good", Map.of("good", 0.75, "bad", 0.25)));
        assertThat(evidence.of()).isEqualTo("good");
        assertThat(evidence.weight(0.75, 0.5)).isCloseTo(Math.log(3) / Math.log(2), within(1e-12));
        assertThat(evidence.weight(1, 0)).isCloseTo(2 * Math.log(1e7) / Math.log(2), within(1e-6));
        assertThat(evidence.weight(0.5, Double.NaN)).isZero();
        Evidence number = Evidence.of(new Answer(null, Map.of("price", 7.0)));
        assertThat(number.weight(7, 9)).isEqualTo(-2);
    }
}
