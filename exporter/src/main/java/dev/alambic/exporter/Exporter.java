package dev.alambic.exporter;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import ai.djl.util.Pair;
import dev.alambic.exporter.engine.EngineArithmetic;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.exporter.trace.Symbol;
import dev.alambic.exporter.trace.Trace;
import dev.alambic.exporter.trace.Unification;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From a DJL block to an ONNX model that computes the same.
 *
 * <p>The block is traced at two sizes of everything that the signature leaves free, and the result is run in ONNX
 * Runtime at two other sizes against the block itself; a model that does not agree is never returned. Works in any
 * thread; block and parameters stay as they are.
 */
public final class Exporter {

    private Exporter() {}

    /** Exports with {@link ExportOptions#defaults()}; see {@link #export(Block, Signature, ExportOptions)}. */
    public static OnnxModel export(Block block, Signature signature) {
        return export(block, signature, ExportOptions.defaults());
    }

    /**
     * Returns {@code block}, as it computes with {@code training=false}, as an ONNX model.
     *
     * @param block initialized
     * @param signature the inputs in the order of the block's list, and names for the results
     * @throws IllegalArgumentException if the block is not initialized or does not fit the signature
     * @throws UnsupportedModelException if ONNX cannot express what the block does, or the model does not agree with
     *     the block in ONNX Runtime; the message says where
     */
    public static OnnxModel export(Block block, Signature signature, ExportOptions options) {
        requireTraceable(block);
        EngineArithmetic.ensure();
        try (NDManager manager = managerFor(block)) {
            Samples samples = new Samples(signature, options.seed());
            Trace trace =
                    trace(block, manager, samples.at(0, sizes -> sizes.traced().get(0)), options);
            OnnxModel model = OnnxModel.of(graph(block, signature, options, trace), options.opset());
            ModelVerifier.verify(model);
            Divergence divergence = new Divergence(model, trace, options.tolerance());
            try (Verification verification = new Verification(block, model, options, divergence)) {
                verification.check(samples.at(2, sizes -> sizes.verified().get(1)));
                verification.check(samples.at(1, sizes -> sizes.verified().get(0)));
            }
            return model;
        }
    }

    /** Returns what explains {@code first} and, if anything is free, a second trace at other sizes and elements. */
    private static Graph graph(Block block, Signature signature, ExportOptions options, Trace first) {
        List<Symbol> symbols = symbols(signature);
        List<String> outputs = outputs(signature, first.outputs().size());
        if (symbols.isEmpty() && !first.hasDataSizes()) {
            return Unification.unify(first, first, symbols, signature.inputs(), outputs);
        }
        try (NDManager manager = managerFor(block)) {
            Samples samples = new Samples(signature, options.seed());
            Trace second =
                    trace(block, manager, samples.at(3, sizes -> sizes.traced().get(1)), options);
            return Unification.unify(first, second, symbols, signature.inputs(), outputs);
        }
    }

    private static void requireTraceable(Block block) {
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            if (!parameter.getValue().isInitialized()) {
                throw new IllegalArgumentException("block " + block.getClass().getSimpleName()
                        + ": it is initialized before it is exported (expected values of '" + parameter.getKey()
                        + "', was none)");
            }
        }
        requireNoTorchScript(block);
    }

    private static void requireNoTorchScript(Block block) {
        if (block instanceof SymbolBlock) {
            throw new UnsupportedModelException(
                    "block " + block.getClass().getSimpleName() + ": a TorchScript model runs"
                            + " outside Java and cannot be traced (expected a block made of DJL operations, was a SymbolBlock);"
                            + " export it to ONNX where it was made, with torch.onnx.export, and read that file");
        }
        block.getChildren().forEach(child -> requireNoTorchScript(child.getValue()));
    }

    /** Returns a manager of the engine and device that the parameters are on. */
    static NDManager managerFor(Block block) {
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            NDArray array = parameter.getValue().getArray();
            return array.getManager().getEngine().newBaseManager(array.getDevice());
        }
        return Engine.getInstance().newBaseManager();
    }

    private static Trace trace(Block block, NDManager manager, Map<String, Tensor> inputs, ExportOptions options) {
        NDList arrays = new NDList();
        inputs.forEach((name, tensor) -> {
            NDArray array = EngineTensors.arrayOf(manager, tensor);
            array.setName(name);
            arrays.add(array);
        });
        try {
            return Trace.of(block, manager, arrays, options.opset());
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            throw failed(inputs, e);
        }
    }

    /** Returns the caller's mistake that a block does not run on {@code inputs}. */
    static IllegalArgumentException failed(Map<String, Tensor> inputs, RuntimeException cause) {
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new IllegalArgumentException(
                "block: it runs at the sizes of the signature (expected a result for " + inputs + ", was " + reason
                        + "); fix a size that is not free, or give the sizes to try",
                cause);
    }

    private static List<Symbol> symbols(Signature signature) {
        List<Symbol> result = new ArrayList<>();
        signature.symbols().forEach((name, sizes) -> result.add(symbol(signature, name, sizes.traced())));
        return result;
    }

    private static Symbol symbol(Signature signature, String name, List<Long> sizes) {
        for (ValueInfo input : signature.inputs()) {
            Shape shape = Signature.shapeOf(input);
            int axis = shape.dims().indexOf(Dim.of(name));
            if (axis >= 0) {
                return new Symbol(name, input.name(), axis, sizes.get(0), sizes.get(1));
            }
        }
        throw new AssertionError("bug: symbol " + name + " is of an input");
    }

    private static List<String> outputs(Signature signature, int count) {
        if (signature.outputs().isEmpty()) {
            return count == 1
                    ? List.of("output")
                    : IntStream.range(0, count).mapToObj(i -> "output_" + i).toList();
        }
        if (signature.outputs().size() != count) {
            throw new IllegalArgumentException("signature: as many outputs as the block returns (expected " + count
                    + ", was " + signature.outputs() + ")");
        }
        return signature.outputs();
    }
}
