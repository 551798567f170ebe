package dev.alambic.quantizer;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.quantizer.fuse.FuseClip;
import dev.alambic.quantizer.fuse.FuseGelu;
import dev.alambic.quantizer.fuse.FuseHardSwish;
import dev.alambic.quantizer.fuse.FuseLayerNormalization;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.QuantizeRecurrent;
import dev.alambic.quantizer.pass.EachGraph;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Repeated;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.ComputeFloat32;
import dev.alambic.quantizer.precision.Fp16Options;
import dev.alambic.quantizer.precision.NarrowWeights;
import dev.alambic.quantizer.precision.StoreFloat16;
import dev.alambic.quantizer.precision.WidenWeights;
import dev.alambic.quantizer.simplify.ConstantsToInitializers;
import dev.alambic.quantizer.simplify.DropDeadNodes;
import dev.alambic.quantizer.simplify.DropIdentities;
import dev.alambic.quantizer.simplify.FoldAffine;
import dev.alambic.quantizer.simplify.FoldBatchNorm;
import dev.alambic.quantizer.simplify.FoldConstants;
import dev.alambic.quantizer.simplify.FoldPad;
import dev.alambic.quantizer.simplify.FuseMatMulAdd;
import dev.alambic.quantizer.simplify.InlineBranches;
import dev.alambic.quantizer.simplify.MergeDuplicates;
import dev.alambic.quantizer.simplify.NormalizeGemm;
import dev.alambic.quantizer.simplify.ResolveShapes;
import dev.alambic.quantizer.simplify.ShortenNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The passes that make a smaller model of one, in their order; those that several ways share are named here. */
final class Steps {
    private final OnnxModel model;
    private final List<Pass> passes = new ArrayList<>();
    private final Optional<DataType> stored;

    /** @param model brought to float32 if the runtime has no kernels for what it computes in */
    Steps(OnnxModel model) {
        this.model = ComputeFloat32.runnable(model);
        this.stored = WidenWeights.storedType(
                new ConstantsToInitializers().apply(this.model).model());
    }

    Steps then(Pass... more) {
        return then(List.of(more));
    }

    Steps then(List<Pass> more) {
        passes.addAll(more);
        return this;
    }

    /** What makes floats of weights that are stored in 16 bits, so that all that follows sees them. */
    Steps widened() {
        return stored.isPresent() ? then(new ConstantsToInitializers(), new WidenWeights()) : this;
    }

    /** What stores those again in 16 bits that {@link #widened} brought out and that are still there. */
    Steps narrowed() {
        return stored.map(type -> then(new NarrowWeights(type))).orElse(this);
    }

    /** What makes the graph plainer without changing what it computes, until nothing is left to do. */
    Steps exact() {
        return then(new Repeated(EachGraph.of(
                new ConstantsToInitializers(),
                new ResolveShapes(),
                new FoldConstants(),
                new InlineBranches(),
                new DropIdentities(),
                new NormalizeGemm(),
                new MergeDuplicates(),
                new FuseClip(),
                new FuseHardSwish(),
                new FuseLayerNormalization(),
                new FuseGelu(),
                new FuseMatMulAdd(),
                new FoldPad(),
                new FoldAffine(),
                new FoldBatchNorm(),
                new DropDeadNodes())));
    }

    /** What comes before quantization: all numbers in float32, and a plain graph. */
    Steps quantizable() {
        return isHalf() ? then(new ComputeFloat32()).exact() : exact();
    }

    /** What was quantized before holds scales in 16 bits at most, which stay. */
    private boolean isHalf() {
        boolean quantized =
                model.metadata().getOrDefault(ModelMetadata.HISTORY, "").contains("Quantize");
        return !quantized && ComputeFloat32.concerns(model);
    }

    /** What makes integers of recurrent operators, if the model has some. */
    Steps recurrent(Int8Options options) {
        QuantizeRecurrent pass = new QuantizeRecurrent(options);
        return pass.concerns(model) ? then(EachGraph.of(pass)) : this;
    }

    /** What leaves nothing behind that nobody reads, nor long names. */
    Steps tidy() {
        return then(EachGraph.of(new DropDeadNodes()), new ShortenNames(model.graph()));
    }

    /** As {@link #tidy}, after what stayed float is stored in 16 bits again where the model had it so. */
    Steps tidyQuantized() {
        return isHalf() ? then(new StoreFloat16(Fp16Options.defaults())).tidy() : tidy();
    }

    Result run() {
        return Pipeline.of(passes).run(model);
    }
}
