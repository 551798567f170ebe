package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.prune.ChannelPruner;
import dev.alambic.quantizer.prune.ChannelPruning;
import dev.alambic.quantizer.prune.PrunePlan;
import dev.alambic.quantizer.prune.PruningTarget;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.trainer.experiment.Thinning;

/** Cuts channels by importance, and makes up for it by samples to learn from. */
public record DataThinning(Dataset train) implements Thinning {

    private static final int SAMPLES = 256;

    @Override
    public OnnxModel thinned(OnnxModel model, double part) {
        PrunePlan plan = ChannelPruner.plan(model, ChannelPruning.defaults().withTarget(new PruningTarget.Ratio(part)));
        Calibration calibration =
                Calibration.of(SampleFeeds.spread(model, train, SAMPLES, VariantsStage.CALIBRATION_BATCH));
        return Quantizer.prune(model, plan, calibration).model();
    }
}
