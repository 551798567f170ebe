package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A call of a method of a traced array: who was called, with what, and the means to run and to record it. */
final class Invocation {

    private final Recorder recorder;
    private final Value self;
    private final Method method;
    private final @Nullable Object[] arguments;

    Invocation(Recorder recorder, Value self, Method method, @Nullable Object[] arguments) {
        this.recorder = recorder;
        this.self = self;
        this.method = method;
        this.arguments = arguments;
    }

    /** Returns the method as the table of operators names it, for example {@code sum(int[],boolean)}. */
    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    Recorder recorder() {
        return recorder;
    }

    /** Returns the array that the method was called on. */
    Value self() {
        return self;
    }

    /** Returns the value of any array; see {@link Recorder#value}. */
    Value value(NDArray array) {
        return recorder.value(array);
    }

    /** Returns a constant of rank 0. */
    Value scalar(Number number, DataType type) {
        return recorder.scalar(number, type);
    }

    /** Returns {@code value} as {@code type}, converted if it has another. */
    Value as(Value value, DataType type) {
        return recorder.as(value, type);
    }

    /** Returns the name of {@code value} as {@code type}. */
    String cast(Value value, DataType type) {
        return as(value, type).name();
    }

    /** Returns {@code real}, closed with the trace. */
    NDArray own(NDArray real) {
        return recorder.engine().own(real);
    }

    /** Returns the axes that argument {@code index} names, counted from the front, in their order. */
    int[] axesAt(int index) {
        return Arrays.stream(intsAt(index)).map(self::axis).toArray();
    }

    /** Returns the axes of {@link #axesAt} as the attributes of ONNX have them. */
    long[] longAxesAt(int index) {
        return Arrays.stream(axesAt(index)).asLongStream().toArray();
    }

    Draft node(String opType) {
        return new Draft(recorder, opType);
    }

    /** Starts an operator whose first input is the array that the method was called on. */
    Draft onSelf(String opType) {
        return node(opType).input(self);
    }

    /** Records an operator that has inputs alone, and returns the name of its only output. */
    String emit(String opType, String... inputs) {
        Draft draft = node(opType);
        for (String input : inputs) {
            draft.input(input);
        }
        return draft.emit();
    }

    /** Returns argument {@code index} as the engine gets it. */
    @Nullable
    Object argument(int index) {
        return arguments[index];
    }

    int intAt(int index) {
        return ((Number) at(index)).intValue();
    }

    /** Returns an axis of the receiver counted from the front. */
    int axisAt(int index) {
        return self.axis(intAt(index));
    }

    float floatAt(int index) {
        return numberAt(index).floatValue();
    }

    boolean flagAt(int index) {
        return (Boolean) at(index);
    }

    Number numberAt(int index) {
        return (Number) at(index);
    }

    int[] intsAt(int index) {
        return (int[]) at(index);
    }

    long[] longsAt(int index) {
        return (long[]) at(index);
    }

    /** Returns a shape argument as its extents. */
    long[] shapeAt(int index) {
        return ((Shape) at(index)).getShape();
    }

    /** Returns a padding of each axis as the standard has it: before all axes, then behind them. */
    long[] padsAt(int index) {
        long[] pads = shapeAt(index);
        return LongStream.concat(LongStream.of(pads), LongStream.of(pads)).toArray();
    }

    DataType typeAt(int index) {
        return (DataType) at(index);
    }

    NDList listAt(int index) {
        return (NDList) at(index);
    }

    /** Returns an array argument. */
    Value valueAt(int index) {
        return value((NDArray) at(index));
    }

    @Nullable
    Value optionalAt(int index) {
        NDArray array = (NDArray) arguments[index];
        return array == null ? null : recorder.value(array);
    }

    private Object at(int index) {
        return Objects.requireNonNull(arguments[index], () -> method.getName() + ": argument " + index);
    }

    /** Runs the method in the engine and returns its array. */
    NDArray run() {
        return (NDArray) answered(runEngine());
    }

    /** Runs a method of several results in the engine. */
    NDList runList() {
        return (NDList) answered(runEngine());
    }

    private @Nullable Object runEngine() {
        try {
            return recorder.engine().call(self, method, arguments);
        } catch (UnsupportedOperationException e) {
            throw recorder.refuse(
                    "the engine runs what is exported (expected an operation that it implements",
                    describe() + ": " + e.getMessage());
        }
    }

    private Object answered(@Nullable Object result) {
        return Objects.requireNonNull(result, () -> method.getName() + ": the engine answers");
    }

    /** Returns a new array on a storage of its own. */
    NDArray result(NDArray real, String name) {
        return recorder.wrap(real, name).array();
    }

    /** Returns what the method gives in the engine as the array of a value. */
    NDArray result(String name) {
        return result(run(), name);
    }

    /** Returns a new array as a list of one; {@code NDArrayEx} answers so. */
    NDList results(NDArray real, String name) {
        return new NDList(result(real, name));
    }

    /** Returns what a method of {@code NDArrayEx} gives in the engine as the array of a value. */
    NDList results(String name) {
        return results(runList().get(0), name);
    }

    /** Returns an array that shares the storage of the receiver. */
    NDArray view(NDArray real, String name) {
        return recorder.view(self, real, name).array();
    }

    /** Returns what the method gives in the engine, which shares the storage of the receiver. */
    NDArray view(String name) {
        return view(run(), name);
    }

    /** Refuses a call whose argument {@code index}, whether it is for training, is true. */
    void requireInference(int index) {
        if (flagAt(index)) {
            throw refuse("a block is exported for inference (expected training=false");
        }
    }

    /** Returns the refusal of this call; {@code rule} ends with an open parenthesis and what is expected. */
    UnsupportedModelException refuse(String rule) {
        return recorder.refuse(rule, describe());
    }

    /** Returns the type, shape and Java type of what the method was called with, for messages. */
    String describe() {
        return IntStream.range(0, arguments.length)
                .mapToObj(i -> describe(arguments[i]))
                .collect(Collectors.joining(
                        ", ",
                        method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(",
                        ") on " + self.dataType() + self.shape()));
    }

    private static String describe(@Nullable Object argument) {
        if (argument instanceof NDIndex index) {
            return index.getIndices().stream()
                    .map(element -> element.getClass().getSimpleName())
                    .collect(Collectors.joining(", ", "index [", "]"));
        }
        if (argument instanceof Traced traced) {
            Value value = traced.tracedValue();
            return "array " + value.dataType() + value.shape();
        }
        if (argument instanceof NDArray array) {
            return "array " + array.getDataType() + array.getShape();
        }
        return argument instanceof int[] ints ? Arrays.toString(ints) : String.valueOf(argument);
    }
}
