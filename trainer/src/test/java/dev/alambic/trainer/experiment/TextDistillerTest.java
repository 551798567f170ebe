package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.transformer.IdEmbedding;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.text.WordModel;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextDistillerTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(30).withBatchSize(4).withOptimizer(OptimizerSpec.adam(0.05));

    private static Splits reviews() {
        Dataset reviews = WordModel.reviews(16);
        return new Splits(reviews, reviews, reviews);
    }

    /** Returns a network that takes tokens as they are: the mean of their embeddings, then one layer. */
    private static Block wordNetwork() {
        return new SequentialBlock()
                .add(new IdEmbedding.Builder()
                        .setDictionarySize(16)
                        .setEmbeddingSize(8)
                        .build())
                .add(embedded -> new NDList(embedded.singletonOrThrow().mean(new int[] {1})))
                .add(Linear.builder().setUnits(2).build());
    }

    @Test
    void aBlockLearnsFromAModelOfTexts() {
        ExperimentResult result = Distiller.named("reviews")
                .teacher(WordModel.trained(16))
                .student(wordNetwork(), TRAINING)
                .distill(DistillSpec.defaults())
                .run(reviews());

        assertThat(result.student().test())
                .isNotNull()
                .satisfies(test -> assertThat(test.main()).isEqualTo(1));
        InputMeaning input = reviews().train().input();
        assertThat(ModelInfo.of(result.student().model()).input()).isEqualTo(input);
        try (Classifier classifier = result.student().classifier()) {
            assertThat(classifier.predict("the film is fine").label()).isEqualTo("good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,2"})
    void aTextCnnLearnsFromAModelOfTexts(String kernels) {
        NetworkSpec.TextCnn network = NetworkSpec.TextCnn.defaults()
                .withEmbedding(16)
                .withFilters(16)
                .withHidden(List.of(8))
                .withDropout(0)
                .withKernels(Stream.of(kernels.split(","))
                        .filter(kernel -> !kernel.isEmpty())
                        .map(Integer::valueOf)
                        .toList());
        ExperimentResult result = Distiller.named("reviews")
                .teacher(WordModel.trained(16))
                .student(network, TRAINING)
                .distill(DistillSpec.defaults())
                .prune(PruneSpec.defaults().withSparsity(0.3))
                .run(reviews());

        assertThat(result.student().test())
                .isNotNull()
                .satisfies(test -> assertThat(test.main()).isEqualTo(1));
        try (Classifier classifier = result.student().classifier()) {
            assertThat(classifier.predict("the film is fine").label()).isEqualTo("good");
        }
    }

    @Test
    void aTextCnnDoesNotTakeTables() {
        assertThatThrownBy(() -> Networks.build(
                        NetworkSpec.TextCnn.defaults(),
                        new InputMeaning.Table(List.of("a")),
                        Standardization.none(),
                        2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("network: textCnn takes texts (expected texts, was tables)");
    }

    @Test
    void aRecipesLayersDoNotTakeTexts() {
        Distiller distiller = Distiller.named("reviews")
                .teacher(WordModel.trained(16))
                .student(NetworkSpec.mlp(8), TRAINING)
                .distill(DistillSpec.defaults());
        assertThatThrownBy(() -> distiller.run(reviews()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "network: layers take numbers (expected a table, images or sounds, was texts; take a network"
                                + " of type textCnn, lstm or bert, or an ONNX model of texts)");
    }
}
