package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.text.WordModel;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTrainingTest {

    private static final TrainingSpec SPEC =
            TrainingSpec.defaults().withEpochs(30).withBatchSize(4).withOptimizer(OptimizerSpec.adam(0.05));

    @Test
    void anOnnxModelOfTextsLearns() {
        Dataset reviews = WordModel.reviews(16);
        TrainingThread.run(manager -> {
            TrainableGraph block = TrainableGraph.of(WordModel.untrained(16));
            ModelInputs inputs = ModelInputs.of(block.inputs(), reviews.input());
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 16), new Shape(1, 16));

            List<EpochRecord> history = new Training(
                            block, TrainingJob.of(TrainingJob.TEACHER, SPEC, 1), reviews, reviews, manager)
                    .inputs(inputs)
                    .run(null);

            assertThat(history.get(29).validationAccuracy()).isEqualTo(1);
            try (Classifier classifier = Classifier.open(block.writeBack(), SessionOptions.defaults())) {
                float[] logits = classifier.logits(reviews);
                assertThat(ClassificationMetrics.of(logits, reviews.labels(), 2).accuracy())
                        .isEqualTo(1);
                assertThat(classifier.predict("a fine book").label()).isEqualTo("good");
            }
        });
    }
}
