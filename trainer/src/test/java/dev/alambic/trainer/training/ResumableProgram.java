package dev.alambic.trainer.training;

import ai.djl.nn.Block;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Standardization;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Trains with a checkpoint, and writes the weights at the end; to be killed. */
public final class ResumableProgram {

    private ResumableProgram() {}

    /** Takes the file of the checkpoint and that of the weights. */
    public static void main(String[] args) throws IOException {
        Map<String, float[]> weights = train(Path.of(args[0]));
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            for (Map.Entry<String, float[]> entry : weights.entrySet()) {
                out.writeUTF(entry.getKey());
                for (float value : entry.getValue()) {
                    out.writeFloat(value);
                }
            }
        }
    }

    private static Map<String, float[]> train(Path checkpoint) {
        Splits data = Splits.stratified(DataSource.open("digits", DataOptions.defaults()), 0.1, 0.2, 1);
        TrainingJob job = TrainingJob.of(
                        TrainingJob.STUDENT, TrainingSpec.defaults().withEpochs(12), 5)
                .withPrune(PruneSpec.defaults().withEpochs(2, 8));
        return TrainingEngine.call(EngineOptions.defaults(), manager -> {
            TrainingEngine.seed(job.seedOf(0));
            Block block = Networks.build(
                    NetworkSpec.mlp(256, 128).withDropout(0.2),
                    data.train().input(),
                    Standardization.of(data.train()),
                    data.train().classes().size());
            Networks.initialize(block, manager, data.train().input());
            new Training(block, job, data.train(), data.validation(), manager)
                    .checkpoint(checkpoint)
                    .run(null);
            return Weights.of(block).snapshot();
        });
    }
}
