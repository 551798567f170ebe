package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.data.DataSource;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.text.WordModel;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NamedNetwork;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NamedNetworkTest {

    private static final TrainingSpec WORDS =
            TrainingSpec.defaults().withEpochs(20).withBatchSize(4).withOptimizer(OptimizerSpec.adam(0.01));

    private static Stream<NamedNetwork> ofTexts() {
        return Stream.of(
                new NamedNetwork.Bert(1, 16, 2, 32, 0.1),
                new NamedNetwork.Lstm(8, 8, 2, true, 0.1),
                new NamedNetwork.Lstm(8, 8, 1, false, 0));
    }

    @ParameterizedTest
    @MethodSource("ofTexts")
    void itLearnsFromAModelOfTexts(NamedNetwork network) {
        Dataset reviews = WordModel.reviews(16);
        ExperimentResult result = Distiller.named("reviews")
                .teacher(WordModel.trained(16))
                .student(network, WORDS)
                .distill(DistillSpec.defaults())
                .run(new Splits(reviews, reviews, reviews));

        try (Classifier classifier = result.student().classifier()) {
            assertThat(classifier.predict("the film is fine").label()).isEqualTo("good");
        }
    }

    private static Stream<NamedNetwork> ofPictures() {
        return Stream.of(new NamedNetwork.Resnet(20, 4), new NamedNetwork.MobilenetV2(0.1, 0.1));
    }

    /** A tenth by chance. */
    @ParameterizedTest
    @MethodSource("ofPictures")
    void itLearnsPictures(NamedNetwork network) {
        Splits digits = Splits.stratified(DataSource.open("digits", DataOptions.defaults()), 0.1, 0.2, 1);
        Splits some = new Splits(first(digits.train(), 600), digits.validation(), digits.test());
        TrainingSpec training =
                TrainingSpec.defaults().withEpochs(8).withBatchSize(32).withOptimizer(OptimizerSpec.adam(0.005));
        ExperimentResult result = Distiller.named("digits")
                .teacher(network, training)
                .student(NetworkSpec.mlp(), training.withEpochs(1))
                .run(some);

        TrainedModel learnt = Objects.requireNonNull(result.teacher());
        assertThat(ModelInfo.of(learnt.model()).history()).containsExactly("train");
        assertThat(learnt.test())
                .isNotNull()
                .satisfies(test -> assertThat(test.main()).isGreaterThan(0.3));
    }

    @Test
    void aResnetIsPrunedByGroups() {
        Splits digits = Splits.stratified(DataSource.open("digits", DataOptions.defaults()), 0.1, 0.2, 1);
        Splits some = new Splits(first(digits.train(), 200), first(digits.validation(), 50), first(digits.test(), 50));
        TrainingSpec training =
                TrainingSpec.defaults().withEpochs(2).withBatchSize(32).withOptimizer(OptimizerSpec.adam(0.005));
        PruneSpec prune = PruneSpec.defaults()
                .withGranularity(PruneSpec.Granularity.GROUP)
                .withSparsity(0.5)
                .withStartEpoch(1)
                .withEndEpoch(2);
        ExperimentResult result = Distiller.named("digits")
                .teacher(NetworkSpec.mlp(8), training)
                .distill(DistillSpec.defaults())
                .student(new NamedNetwork.Resnet(20, 8), training)
                .prune(prune)
                .run(some);

        assertThat(result.student().history().get(1).sparsity()).isGreaterThan(0.3);
    }

    private static Dataset first(Dataset data, int count) {
        return data.subset(IntStream.range(0, count).toArray());
    }
}
