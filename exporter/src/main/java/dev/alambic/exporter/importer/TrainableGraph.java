package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Any ONNX model as a DJL block that can be trained. Its float weights, be they initializers or Constant nodes, are the
 * block's parameters, by their names in the file; the inputs and outputs of {@link #forward} are those of the graph, in
 * its order. Running statistics of BatchNormalization move in training and stand still in evaluation.
 *
 * <pre>{@code
 * TrainableGraph block = TrainableGraph.of(OnnxModel.read(file));
 * block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 224, 224));
 * ... train it like any block ...
 * block.writeBack().write(out);
 * }</pre>
 *
 * <p>Every intermediate value is closed at its last use; outputs belong to the manager of the first input, so that a
 * step's manager ends them all. To keep a value inside the graph, make it an output
 * ({@link TrainableOptions#withOutputs}); to keep one beyond its step, {@code attach} it to another manager. Not by
 * {@code duplicate()}: what is computed from the engine's copy has no gradient.
 */
public final class TrainableGraph extends AbstractBlock {

    /** Constants with more integers than this are kept in the engine, not in Java. */
    private static final int MOST_NUMBERS = 4096;

    private final OnnxModel model;
    private final TrainableOptions options;
    private final Source source;
    private final Plan plan;
    private final List<String> outputNames;
    private final Map<String, Parameter> weights = new LinkedHashMap<>();
    private final Map<String, IntegerArray> numbers = new LinkedHashMap<>();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private @Nullable Constants constants;

    /** The same block, with its very weights, seen through other outputs. */
    private TrainableGraph(TrainableGraph block, List<String> outputs) {
        this.model = block.model;
        this.options = block.options;
        this.outputNames = List.copyOf(outputs);
        this.source = Source.of(model, outputNames);
        this.plan = Plan.of(model, Fusion.of(source));
        this.weights.putAll(block.weights);
        this.numbers.putAll(block.numbers);
        this.arrays.putAll(block.arrays);
        Set<String> needed = source.constants().keySet();
        weights.keySet().retainAll(needed);
        numbers.keySet().retainAll(needed);
        arrays.keySet().retainAll(needed);
        this.constants = block.requireInitialized();
        this.inputShapes = block.getInputShapes(); // by which the engine knows that there is nothing to be made
    }

    private TrainableGraph(OnnxModel model, TrainableOptions options) {
        this.model = model;
        this.options = options;
        this.outputNames = options.outputs().isEmpty()
                ? model.graph().outputs().stream().map(ValueInfo::name).toList()
                : options.outputs();
        this.source = Source.of(model, outputNames);
        this.plan = Plan.of(model, Fusion.of(source));
        WeightRoles.of(source, options.learnScales()).forEach(this::addWeight);
        source.constants().forEach(this::addNumbers);
    }

    /**
     * Returns the block of a model's outputs; its weights are made when it is initialized.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException if the graph breaks a rule of ONNX
     * @throws UnsupportedModelException if nodes cannot be trained; the message names all of them
     */
    public static TrainableGraph of(OnnxModel model) {
        return of(model, TrainableOptions.defaults());
    }

    /**
     * Returns the block of a model; see {@link #of(OnnxModel)}.
     *
     * @throws IllegalArgumentException if an output that is asked for is no value of the graph
     */
    public static TrainableGraph of(OnnxModel model, TrainableOptions options) {
        ModelVerifier.verify(model);
        return new TrainableGraph(model, options);
    }

    private void addWeight(String name, Parameter.Type role) {
        Tensor tensor = tensor(name);
        boolean trained = role == Parameter.Type.WEIGHT;
        Parameter parameter = Parameter.builder()
                .setName(name)
                .setType(role)
                .optRequiresGrad(trained)
                .optShape(new Shape(tensor.dims()))
                .optInitializer((manager, shape, type) -> Constants.arrayOf(manager, tensor, type))
                .build();
        weights.put(name, addParameter(parameter));
    }

    private void addNumbers(String name, Tensor tensor) {
        if (!tensor.dataType().isFloating() && tensor.elementCount() <= MOST_NUMBERS) {
            numbers.put(name, IntegerArray.of(tensor));
        }
    }

    private Tensor tensor(String name) {
        return Objects.requireNonNull(source.constants().get(name), name);
    }

    /** Returns the inputs that {@link #forward} takes, in their order. */
    public List<ValueInfo> inputs() {
        return source.inputs();
    }

    /** Returns the names of the values that {@link #forward} gives, in their order. */
    public List<String> outputs() {
        return outputNames;
    }

    /** Returns the model this block was made from, with its first weights. */
    public OnnxModel model() {
        return model;
    }

    /**
     * Returns this block with other outputs: values inside its graph, on the way to the outputs it has. Both share
     * their weights, which must have been made.
     *
     * @throws IllegalArgumentException if the graph has no such value, or none on the way to the outputs of this
     */
    public TrainableGraph inside(List<String> values) {
        TrainableGraph inside = new TrainableGraph(this, values);
        for (String constant : inside.source.constants().keySet()) {
            if (!source.constants().containsKey(constant)) {
                throw new IllegalArgumentException("values " + values
                        + ": they do not lie on the way to the output (expected values that " + outputNames
                        + " come from, was one that needs '" + constant + "' beside it)");
            }
        }
        return inside;
    }

    /** Returns another block of the same graph, which has no weights yet. */
    TrainableGraph copy() {
        return new TrainableGraph(model, options);
    }

    /**
     * Returns the weights that would not learn although they could: a small change of each moves the outputs, but its
     * gradient is exactly 0 in all elements. Ask before training; no gradient is left behind. What is frozen is not
     * looked at.
     *
     * @param samples inputs as {@link #forward} takes them; some are enough
     * @return names in the order of the file; empty if all is well
     */
    public List<String> cutWeights(NDList samples) {
        try (NDManager own = requireInitialized().manager().newSubManager()) {
            NDList copies = new NDList();
            for (NDArray sample : samples) {
                NDArray copy = sample.duplicate();
                copy.attach(own);
                copies.add(copy);
            }
            return new Influence(this, copies, own).cut();
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Constants made = new Constants(manager, dataType, Set.copyOf(numbers.values()));
        source.constants().forEach((name, tensor) -> {
            if (!weights.containsKey(name) && !numbers.containsKey(name)) {
                arrays.put(name, made.arrayOf(tensor));
            }
        });
        constants = made;
    }

    @Override
    public boolean isInitialized() {
        return constants != null && super.isInitialized();
    }

    /** Returns the shapes of the outputs for inputs of these shapes, found by running zeros through the graph. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Constants made = requireInitialized();
        try (NDManager manager = made.manager().newSubManager()) {
            NDList zeros = new NDList();
            for (int i = 0; i < inputShapes.length; i++) {
                zeros.add(manager.zeros(inputShapes[i], inputType(i, made)));
            }
            return forward(new ParameterStore(manager, false), zeros, false).getShapes();
        }
    }

    private Constants requireInitialized() {
        if (constants == null) {
            throw new IllegalStateException("the block has no weights yet: call initialize first");
        }
        return constants;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        Constants made = requireInitialized();
        requireCount(inputs);
        NDManager manager = inputs.isEmpty() ? made.manager() : inputs.head().getManager();
        Evaluation evaluation = new Evaluation(plan, new Call.Context(manager, training, made));
        feed(evaluation, inputs, manager, made);
        weights.forEach((name, parameter) -> evaluation.set(
                name, new Value.Computed(parameterStore.getValue(parameter, manager.getDevice(), training))));
        numbers.forEach(evaluation::set);
        arrays.forEach((name, value) -> evaluation.set(name, new Value.Computed(value)));
        return asDeclared(evaluation.run(), manager, made);
    }

    /** Gives outputs that the graph declares as integers that type: levels of a quantization are floats on the way. */
    private NDList asDeclared(NDList results, NDManager manager, Constants made) {
        NDList outputs = new NDList();
        for (int i = 0; i < results.size(); i++) {
            NDArray result = results.get(i);
            DataType declared = outputType(outputNames.get(i), made);
            if (declared == null || declared.isFloating() || declared == result.getDataType()) {
                outputs.add(result);
            } else {
                NDArray converted = result.toType(declared, true);
                converted.attach(manager);
                outputs.add(converted);
            }
        }
        return outputs;
    }

    private @Nullable DataType outputType(String name, Constants made) {
        return model.graph().outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .map(ValueInfo::type)
                .map(type -> Types.engineType(type.elementType(), made.floatType()))
                .orElse(null);
    }

    private void requireCount(NDList inputs) {
        if (inputs.size() != source.inputs().size()) {
            throw new IllegalArgumentException("forward: one array for each input of the graph (expected "
                    + source.inputs().stream().map(ValueInfo::name).toList() + ", was " + inputs.size() + " arrays)");
        }
    }

    private void feed(Evaluation evaluation, NDList inputs, NDManager manager, Constants made) {
        for (int i = 0; i < inputs.size(); i++) {
            NDArray input = inputs.get(i);
            requireDeclared(source.inputs().get(i), input);
            NDArray typed = input.toType(inputType(i, made), false);
            if (typed != input) {
                typed.attach(manager);
            }
            evaluation.set(source.inputs().get(i).name(), new Value.Computed(typed));
        }
    }

    /** Types may be widened, but not lose values; the batch, which is axis 0, may have another size. */
    private static void requireDeclared(ValueInfo info, NDArray array) {
        TensorType type = Objects.requireNonNull(info.type(), info.name());
        String found = array.getDataType() + " " + array.getShape();
        if (array.getDataType().isFloating() && !type.elementType().isFloating()) {
            throw new IllegalArgumentException("input '" + info.name() + "': integers are fed as integers (expected "
                    + type + ", was " + found + ")");
        }
        long[] dims = array.getShape().getShape();
        if (type.shape() != null && !admits(type.shape(), dims)) {
            throw new IllegalArgumentException("input '" + info.name() + "': the shape is the declared one (expected "
                    + type + ", was " + found + ")");
        }
    }

    private static boolean admits(dev.alambic.onnx.graph.Shape declared, long[] dims) {
        boolean isBatched = dims.length > 0 && declared.rank() == dims.length;
        if (isBatched && declared.dims().get(0) instanceof Dim.Fixed batch) {
            long[] changed = dims.clone();
            changed[0] = batch.size();
            return declared.admits(changed);
        }
        return declared.admits(dims);
    }

    private DataType inputType(int input, Constants made) {
        ValueInfo info = source.inputs().get(input);
        TensorType type = Objects.requireNonNull(info.type(), info.name());
        return Types.engineType(type.elementType(), made.floatType());
    }

    /**
     * Returns the model with the weights as they are now; everything else is as it was read. Weights that the file
     * keeps in 16 bits are rounded to that type.
     */
    public OnnxModel writeBack() {
        requireInitialized();
        Map<String, Tensor> trained = weights.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> trained(entry.getKey(), entry.getValue())));
        return model.mapGraph(graph -> Weights.replace(graph, trained));
    }

    /** A weight that was not changed keeps its bits, whatever its type. */
    private Tensor trained(String name, Parameter parameter) {
        Tensor original = tensor(name);
        try (NDArray floats =
                parameter.getArray().toType(DataType.FLOAT32, false).duplicate()) {
            float[] values = floats.toFloatArray();
            return Arrays.equals(values, original.floats())
                    ? original
                    : Tensor.ofFloats(original.dataType(), values, original.dims())
                            .stored(original.storage(), original.rest());
        }
    }
}
