package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LabelScoreTest {

    private static final int SAMPLES = 500;

    /** Bins of 1/64 take for equal what lies closer: of logits spread over about 4, some 1 in 256 pairs. */
    @Test
    void isTheMacroAucBatchByBatch() {
        Random random = new Random(3);
        byte[] flags = new byte[2 * SAMPLES];
        float[] logits = new float[2 * SAMPLES];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = (byte) (random.nextInt(3) == 0 ? 1 : 0);
            logits[i] = (float) random.nextGaussian() + flags[i];
        }
        Targets.Labels truth = Targets.labels(List.of("a", "b"), flags);
        Dataset data = Dataset.table("made", new InputMeaning.Table(List.of("x")), new float[SAMPLES][1], truth);
        LabelScore score = new LabelScore(2);
        for (int from = 0; from < SAMPLES; from += 100) {
            float[] batch = java.util.Arrays.copyOfRange(logits, 2 * from, 2 * (from + 100));
            score.add(data, IntStream.range(from, from + 100).toArray(), batch);
        }
        double exact = MultiLabelMetrics.of(logits, truth).macroAuc();
        assertThat(exact).isBetween(0.7, 0.8);
        assertThat(score.value()).isCloseTo(exact, within(0.002));
    }

    @Test
    void sayingNothingOfALabelIsGuessing() {
        assertThat(new LabelScore(3).value()).isEqualTo(0.5);
    }
}
