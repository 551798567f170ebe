package dev.alambic.trainer.example;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.experiment.Distiller;
import dev.alambic.trainer.experiment.ExperimentResult;
import dev.alambic.trainer.loss.Signals;
import dev.alambic.trainer.loss.Term;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example of docs/training.md, "From Java": one's own data, block and term. */
final class OwnPartsTest {

    // example
    /** Two rings of points around each other. */
    static Splits rings() {
        Random random = new Random(1);
        float[][] points = new float[600][];
        int[] labels = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            labels[i] = i % 2;
            double radius = 1 + labels[i] + 0.2 * random.nextGaussian();
            double angle = 2 * Math.PI * random.nextDouble();
            points[i] = new float[] {(float) (radius * Math.cos(angle)), (float) (radius * Math.sin(angle))};
        }
        InputMeaning.Table columns = new InputMeaning.Table(List.of("x", "y"));
        Dataset data = Dataset.table("rings", columns, List.of("inner", "outer"), points, labels);
        return Splits.stratified(new LoadedData(data, null), 0.1, 0.2, 1);
    }

    /** The mean distance of the student's probabilities from the teacher's. */
    record Distance() implements Term {
        @Override
        public Words words() {
            return new Words("distance", "teacher", "the teacher's probabilities", "w");
        }

        @Override
        public String source() {
            return "the distance from the teacher's probabilities";
        }

        @Override
        public NDArray loss(Signals signals) {
            NDArray teacher = signals.teacherLogits().softmax(1);
            return signals.logits().softmax(1).sub(teacher).abs().mean();
        }
    }

    static ExperimentResult teach() {
        Block student = new SequentialBlock()
                .add(Linear.builder().setUnits(6).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(2).build());
        TrainingSpec training =
                TrainingSpec.defaults().withEpochs(30).withBatchSize(16).withOptimizer(OptimizerSpec.adam(0.01));
        return Distiller.named("rings")
                .teacher(NetworkSpec.mlp(32, 32), training)
                .student(student, training)
                .distill(DistillSpec.defaults()
                        .withTerms(List.of(
                                TermSpec.of(new Distance(), WeightSchedule.constant(5)), TermSpec.Hard.defaults())))
                .run(rings());
    }
    // end

    @Test
    void aStudentOfOnesOwnLearnsByATermOfOnesOwn() {
        ExperimentResult result = teach();

        assertThat(Objects.requireNonNull(result.student().test()).all().values())
                .first()
                .satisfies(accuracy -> assertThat(accuracy).isGreaterThan(0.9));
        assertThat(result.student().history().get(0).parts().keySet())
                .extracting(Term.Words::name)
                .contains("distance");
    }

    @Test
    void thePageShowsWhatIsCompiledHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/alambic/trainer/example/OwnPartsTest.java"));
        String example = source.substring(source.indexOf("// example\n") + 11, source.indexOf("    // end\n"))
                .lines()
                .map(line -> line.startsWith("    ") ? line.substring(4) : line)
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("../docs/training.md"))).contains(example);
    }
}
