package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final TrainingJob JOB =
            new TrainingJob("student", TrainingSpec.defaults(), DistillSpec.defaults(), null, 1);

    private static String difference(TrainingJob expected, TrainingJob found) {
        return Fingerprint.difference(expected + " on iris with 8 weights", found + " on iris with 8 weights");
    }

    @Test
    void settingsThatDifferAreNamedByTheirPaths() {
        assertThat(difference(JOB, JOB.withSpec(JOB.spec().withEpochs(40))))
                .isEqualTo("spec.epochs: expected 25, was 40");
        assertThat(difference(JOB, JOB.withSpec(JOB.spec().withOptimizer(OptimizerSpec.adam(0.5)))))
                .isEqualTo("spec.optimizer.learningRate: expected 0.001, was 0.5");
        assertThat(difference(JOB, JOB.withSeed(2))).isEqualTo("seed: expected 1, was 2");
    }

    @Test
    void whatIsLeftOutIsNone() {
        assertThat(difference(JOB, JOB.withDistill(null)))
                .startsWith("distill: expected DistillSpec, was null; distill.temperature: expected 4.0, was none; ")
                .contains("; and ");
        assertThat(Fingerprint.difference("Job[a=1, b=2] on x", "Job[a=1] on x"))
                .isEqualTo("b: expected 2, was none");
    }

    @Test
    void dataAndWeightsStandBehindTheRecords() {
        assertThat(Fingerprint.difference("Job[a=[1, 2]] on x (3 samples, 2 classes)", "Job[a=[1, 2]] on y"))
                .isEqualTo("data: expected on x (3 samples, 2 classes), was on y");
        assertThat(Fingerprint.difference("Job[a=[1, 2]]", "Job[a=[1, 3]]")).isEqualTo("a: expected 1, 2, was 1, 3");
    }
}
