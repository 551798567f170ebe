package dev.alambic.quantizer;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.accuracy.AccuracyOptions;
import dev.alambic.quantizer.accuracy.CrossLayerEqualization;
import dev.alambic.quantizer.accuracy.SmoothQuant;
import dev.alambic.quantizer.accuracy.TuneIntegers;
import dev.alambic.quantizer.calibrate.Range;
import dev.alambic.quantizer.int8.FoldQuantizedWeights;
import dev.alambic.quantizer.int8.Int8Form;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.QuantizeDynamic;
import dev.alambic.quantizer.int8.QuantizeMixed;
import dev.alambic.quantizer.int8.QuantizeRecurrent;
import dev.alambic.quantizer.int8.QuantizeStatic;
import dev.alambic.quantizer.int8.WeightForm;
import dev.alambic.quantizer.int8.WriteQOperators;
import dev.alambic.quantizer.opset.RaiseOpset;
import dev.alambic.quantizer.pass.EachGraph;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.ComputeFloat16;
import dev.alambic.quantizer.precision.ComputeFloat32;
import dev.alambic.quantizer.precision.Fp16;
import dev.alambic.quantizer.precision.Fp16Options;
import dev.alambic.quantizer.precision.HalfBorder;
import dev.alambic.quantizer.precision.StoreFloat16;
import dev.alambic.quantizer.prune.ChannelPruner;
import dev.alambic.quantizer.prune.ChannelPruning;
import dev.alambic.quantizer.prune.PruneChannels;
import dev.alambic.quantizer.prune.PrunePlan;
import dev.alambic.quantizer.prune.UnfoldBatchNorm;
import dev.alambic.quantizer.simplify.ConstantsToInitializers;
import dev.alambic.quantizer.simplify.DropDeadNodes;
import dev.alambic.quantizer.simplify.DropIdentities;
import dev.alambic.quantizer.simplify.FixDimensions;
import dev.alambic.quantizer.simplify.FoldBatchNorm;
import dev.alambic.quantizer.simplify.FuseMatMulAdd;
import dev.alambic.quantizer.strip.StripZeroedChannels;
import dev.alambic.quantizer.weightonly.QuantizeWeights;
import dev.alambic.quantizer.weightonly.WeightOnlyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The front door: makes smaller models of models.
 *
 * <pre>{@code
 * Result int8 = Quantizer.int8Static(OnnxModel.read(file), Calibration.of(samples));
 * int8.model().write(target);
 * int8.reports().forEach(report -> ...);
 * }</pre>
 *
 * <p>Each method gives the model and a report of each pass; the same model and options give the same bytes. All throw
 * {@link dev.alambic.onnx.graph.UnsupportedModelException} if the model does not run on random inputs, on which every
 * pass is checked, and {@link dev.alambic.onnx.graph.InvalidModelException} if it breaks the laws of ONNX.
 */
public final class Quantizer {

    private static final String DYNAMIC_BODIES =
            "weights in bodies have the dynamic form: ranges inside bodies cannot be observed";

    private Quantizer() {}

    /** Returns {@code model}, brought to float32 if the runtime has no kernels for what it computes in. */
    public static OnnxModel runnable(OnnxModel model) {
        return ComputeFloat32.runnable(model);
    }

    /**
     * Makes the graph plainer without changing what it computes: folds constants and normalizations, drops the rest.
     */
    public static Result optimize(OnnxModel model) {
        return optimize(model, OptimizeOptions.defaults());
    }

    /**
     * Optimizes with dimensions fixed or the opset raised.
     *
     * @throws IllegalArgumentException if no input has a dimension that is to be fixed
     */
    public static Result optimize(OnnxModel model, OptimizeOptions options) {
        OnnxModel fixed = new FixDimensions(options.dimensions()).apply(model);
        List<Pass> raised = options.opset() == 0
                ? List.of()
                : List.of(new ConstantsToInitializers(), new RaiseOpset(options.opset()));
        return new Steps(fixed).then(raised).exact().run();
    }

    /** Optimizes, then removes neurons and channels that carry no information; exact. */
    public static Result strip(OnnxModel model) {
        return new Steps(model)
                .widened()
                .exact()
                .then(EachGraph.of(new StripZeroedChannels(), new FuseMatMulAdd(), new DropDeadNodes()))
                .narrowed()
                .run();
    }

    /**
     * Cuts channels, attention heads and hidden units by importance, without data; what is left is to be trained again.
     *
     * @throws IllegalArgumentException if the target cannot be reached, or a name or score fits nothing in the model
     */
    public static Result prune(OnnxModel model, ChannelPruning options) {
        return prune(model, ChannelPruner.plan(model, options));
    }

    /** Cuts what {@code plan}, made for this model, says. */
    public static Result prune(OnnxModel model, PrunePlan plan) {
        return new Steps(model)
                .then(ChannelPruner.preparation())
                .then(PruneChannels.ofAll(plan), EachGraph.of(new DropDeadNodes()))
                .run();
    }

    /**
     * As {@link #prune(OnnxModel, PrunePlan)}, with the weights that stay changed so that they do the work of those
     * that go as well as samples tell.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result prune(OnnxModel model, PrunePlan plan, Calibration calibration) {
        return new Steps(model)
                .then(ChannelPruner.preparation())
                .then(PruneChannels.making(plan, calibration.carriedBy(model).samples()))
                .then(EachGraph.of(new DropDeadNodes()))
                .run();
    }

    /**
     * Puts batch normalization back where an exporter folded it, so that the model can be trained further; its outputs
     * stay. {@link #normalizationFolded} takes it away again.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result normalizationPutBack(OnnxModel model, Calibration calibration) {
        return new Steps(model)
                .then(
                        new ConstantsToInitializers(),
                        new UnfoldBatchNorm(calibration.carriedBy(model).samples()),
                        new DropDeadNodes())
                .run();
    }

    /** Folds batch normalization into the layers before it, and nothing else; exact. */
    public static Result normalizationFolded(OnnxModel model) {
        return new Steps(model).then(new FoldBatchNorm(), new DropDeadNodes()).run();
    }

    /** Optimizes, then makes weights, or the whole graph, float16; see {@link Fp16Options#of}. */
    public static Result fp16(OnnxModel model, Fp16 what) {
        return fp16(model, Fp16Options.of(what));
    }

    /**
     * Optimizes, then makes weights, or the whole graph, 16-bit floating point. The range of values is looked for on
     * random inputs: give samples if you have them.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the runtime cannot compute in the type
     */
    public static Result fp16(OnnxModel model, Fp16Options options) {
        return fp16(model, options, (Iterable<Map<String, Tensor>>) null);
    }

    /**
     * As {@link #fp16(OnnxModel, Fp16Options)}, with the range of values found on samples.
     *
     * @throws IllegalArgumentException if there is no sample
     */
    public static Result fp16(OnnxModel model, Fp16Options options, Calibration calibration) {
        return fp16(model, options, calibration.carriedBy(model).samples());
    }

    private static Result fp16(OnnxModel model, Fp16Options options, @Nullable Iterable<Map<String, Tensor>> samples) {
        boolean storage = options.what() == Fp16.STORAGE;
        Pass pass = storage ? new StoreFloat16(options) : new ComputeFloat16(options, samples);
        Result result = new Steps(model)
                .exact()
                .then(new RaiseOpset(StoreFloat16.opset(options)), pass)
                .tidy()
                .run();
        if (options.keepIo()) {
            return result;
        }
        OnnxModel bordered = HalfBorder.of(result.model(), options.type());
        OnnxModel plain = new DropIdentities().apply(bordered).model();
        return new Result(
                new DropDeadNodes().apply(plain).model(), result.reports(), result.general(), result.sqnrDecibels());
    }

    /**
     * Optimizes, then makes 8-bit or 4-bit integers of weights and embedding tables; the arithmetic stays as it is.
     *
     * @throws IllegalArgumentException if the method needs samples
     */
    public static Result weightOnly(OnnxModel model, WeightOnlyOptions options) {
        return weightOnly(model, options, EachGraph.of(new QuantizeWeights(options)));
    }

    /**
     * As {@link #weightOnly(OnnxModel, WeightOnlyOptions)}, for a method that needs samples.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result weightOnly(OnnxModel model, WeightOnlyOptions options, Calibration calibration) {
        boolean needsSamples = !options.equals(options.withoutSamples());
        Pass quantize = EachGraph.of(
                new QuantizeWeights(options, calibration.carriedBy(model).samples()),
                new QuantizeWeights(options.withoutSamples()),
                needsSamples ? "weights in bodies are rounded without samples: bodies cannot be observed" : "");
        return weightOnly(model, options, quantize);
    }

    private static Result weightOnly(OnnxModel model, WeightOnlyOptions options, Pass quantize) {
        return new Steps(model)
                .quantizable()
                .then(new RaiseOpset(QuantizeWeights.opset(options)), quantize)
                .tidyQuantized()
                .run();
    }

    /**
     * Optimizes, then makes matrix products and embedding tables 8-bit, their inputs being rounded as they come; right
     * for transformers. Conv stays float32: its dynamic form is many times slower.
     */
    public static Result int8Dynamic(OnnxModel model) {
        return int8Dynamic(model, Int8Options.defaults());
    }

    /** As {@link #int8Dynamic(OnnxModel)}, with what {@code options} say of weights, units and extras. */
    public static Result int8Dynamic(OnnxModel model, Int8Options options) {
        return new Steps(model)
                .quantizable()
                .then(raise(model, options), EachGraph.of(new QuantizeDynamic(options)))
                .recurrent(options)
                .tidyQuantized()
                .run();
    }

    /**
     * As {@link #int8Dynamic(OnnxModel, Int8Options)}, made more accurate by what samples tell.
     *
     * @param calibration its samples are read several times
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result int8Dynamic(
            OnnxModel model, Int8Options options, Calibration calibration, AccuracyOptions accuracy) {
        return new Steps(model)
                .quantizable()
                .then(raise(model, options))
                .then(withBodies(
                        tuned(new QuantizeDynamic(options), calibration.carriedBy(model), accuracy), options, ""))
                .recurrent(options)
                .tidyQuantized()
                .run();
    }

    private static Pass raise(OnnxModel model, Int8Options options) {
        return new RaiseOpset(new QuantizeRecurrent(options).concerns(model) ? 13 : 11);
    }

    /**
     * Optimizes, then makes Conv, Gemm and MatMul 8-bit with ranges learned from samples; right for convolutional
     * networks and perceptrons.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result int8Static(OnnxModel model, Calibration calibration) {
        return int8Static(model, calibration, Int8Options.defaults());
    }

    /**
     * As {@link #int8Static(OnnxModel, Calibration)}, in the form that {@code options} say.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result int8Static(OnnxModel model, Calibration calibration, Int8Options options) {
        Pass quantize =
                QuantizeStatic.calibrated(calibration.carriedBy(model).calibrator(), options, WeightForm.INTEGERS);
        return int8Static(model, List.of(quantize), options);
    }

    /**
     * As {@link #int8Static(OnnxModel, Calibration, Int8Options)}, made more accurate by what samples tell.
     *
     * @param calibration its samples are read several times
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result int8Static(
            OnnxModel model, Calibration calibration, Int8Options options, AccuracyOptions accuracy) {
        Pass quantize =
                QuantizeStatic.calibrated(calibration.carriedBy(model).calibrator(), options, WeightForm.INTEGERS);
        return int8Static(model, tuned(quantize, calibration.carriedBy(model), accuracy), options);
    }

    /** Returns {@code passes}, the last of which leaves bodies to dynamic quantization. */
    private static List<Pass> withBodies(List<Pass> passes, Int8Options options, String note) {
        List<Pass> all = new ArrayList<>(passes);
        int last = all.size() - 1;
        all.set(last, EachGraph.of(all.get(last), new QuantizeDynamic(options), note));
        return all;
    }

    private static List<Pass> tuned(Pass quantize, Calibration calibration, AccuracyOptions accuracy) {
        List<Pass> passes = new ArrayList<>();
        if (accuracy.equalize()) {
            passes.add(new CrossLayerEqualization());
        }
        accuracy.smoothing().ifPresent(smoothing -> passes.add(new SmoothQuant(calibration.samples(), smoothing)));
        passes.add(new TuneIntegers(quantize, accuracy, calibration.samples()));
        return passes;
    }

    /**
     * As {@link #int8Static(OnnxModel, Calibration, Int8Options)}, with ranges that {@link #ranges} found.
     *
     * @param model a result of {@link #prepare}
     * @throws IllegalArgumentException if the ranges are of another model
     */
    public static Result int8Static(OnnxModel model, Map<String, Range> ranges, Int8Options options) {
        return int8Static(model, List.of(QuantizeStatic.of(ranges, options)), options);
    }

    private static Result int8Static(OnnxModel model, List<Pass> quantize, Int8Options options) {
        List<Pass> form = options.form() == Int8Form.QOPERATOR ? List.of(new WriteQOperators()) : List.of();
        return new Steps(model)
                .quantizable()
                .then(new RaiseOpset(13))
                .then(withBodies(quantize, options, DYNAMIC_BODIES))
                .then(form)
                .recurrent(options)
                .tidyQuantized()
                .run();
    }

    /**
     * Optimizes, then makes convolutions 8-bit with ranges learned from samples, and products, tables and recurrent
     * nodes as {@link #int8Dynamic(OnnxModel)} does; right for networks of several kinds of layer, such as those for
     * sound.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result int8Mixed(OnnxModel model, Calibration calibration, Int8Options options) {
        return int8Mixed(
                model, QuantizeMixed.calibrated(calibration.carriedBy(model).calibrator(), options), options);
    }

    /** As {@link #int8Mixed(OnnxModel, Calibration, Int8Options)}, with ranges that {@link #ranges} found. */
    public static Result int8Mixed(OnnxModel model, Map<String, Range> ranges, Int8Options options) {
        return int8Mixed(model, QuantizeMixed.of(ranges, options), options);
    }

    private static Result int8Mixed(OnnxModel model, Pass quantize, Int8Options options) {
        return new Steps(model)
                .quantizable()
                .then(new RaiseOpset(13))
                .then(withBodies(List.of(quantize), options, DYNAMIC_BODIES))
                .recurrent(options)
                .tidyQuantized()
                .run();
    }

    /** Does what comes before quantization; names of nodes and values stay as they are here, however it goes on. */
    public static Result prepare(OnnxModel model) {
        return new Steps(model).quantizable().then(new RaiseOpset(13)).run();
    }

    /**
     * Returns the range of every value that static quantization could make integers, whatever {@code options} exclude,
     * so that a model is calibrated once and quantized many times.
     *
     * @param model a result of {@link #prepare}
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Map<String, Range> ranges(OnnxModel model, Calibration calibration, Int8Options options) {
        return QuantizeStatic.ranges(model, calibration.carriedBy(model).calibrator(), options);
    }

    /**
     * Prepares quantization-aware training: as {@link #int8Static}, but the weights stay floats that the graph rounds.
     * Train the result as it is, then give it to {@link #int8Trained}.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public static Result int8Trainable(OnnxModel model, Calibration calibration) {
        Pass quantize = QuantizeStatic.calibrated(
                calibration.carriedBy(model).calibrator(), Int8Options.defaults(), WeightForm.TRAINABLE);
        return new Steps(model)
                .quantizable()
                .then(new RaiseOpset(13), quantize, new DropDeadNodes())
                .run();
    }

    /** Makes integers of the weights of a model that {@link #int8Trainable} prepared and that was trained since. */
    public static Result int8Trained(OnnxModel model) {
        return new Steps(model).then(new FoldQuantizedWeights()).tidyQuantized().run();
    }
}
