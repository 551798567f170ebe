package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The array that a block gets in place of a real one: one handler for all of {@code NDArray} and {@code NDArrayEx}, so
 * that nothing passes unseen.
 *
 * <p>In order: questions about the array itself are answered, bookkeeping is ignored, reading of elements is refused
 * unless the value is constant, a change in place is the operation followed by {@link Value#become}, an operation of
 * the table is recorded, DJL's default methods run and reach other operations, and the rest is refused.
 */
final class TracingArray implements InvocationHandler {

    private static final @Nullable Object[] NONE = {};

    private static final Set<String> ANSWERED = Set.of(
            "getDataType", "getDevice", "getShape", "getName", "setName", "getUid", "getSparseFormat", "hasGradient");
    private static final Set<String> IGNORED =
            Set.of("attach", "tempAttach", "detach", "returnResource", "close", "setRequiresGradient");
    private static final Set<String> READING = Set.of(
            "toByteBuffer",
            "toFloatArray",
            "toDoubleArray",
            "toIntArray",
            "toLongArray",
            "toBooleanArray",
            "toByteArray",
            "toShortArray",
            "toUnsignedShortArray",
            "toUnsignedIntArray",
            "toUint8Array",
            "toStringArray",
            "toArray",
            "getFloat",
            "getDouble",
            "getLong",
            "getInt",
            "getByte",
            "getUint8",
            "getBoolean",
            "encode",
            "contentEquals",
            "allClose",
            "toDebugString",
            "copyTo",
            "nonzero",
            "unique",
            "booleanMask");
    private static final Map<String, String> IN_PLACE = Map.of(
            "addi", "add", "subi", "sub", "muli", "mul", "divi", "div", "powi", "pow", "modi", "mod", "negi", "neg",
            "signi", "sign");

    private final Value value;
    private final Recorder recorder;

    private TracingArray(Value value, Recorder recorder) {
        this.value = value;
        this.recorder = recorder;
    }

    static NDArray arrayOf(Value value, Recorder recorder) {
        return (NDArray) Proxy.newProxyInstance(
                TracingArray.class.getClassLoader(),
                new Class<?>[] {NDArray.class, Traced.class},
                new TracingArray(value, recorder));
    }

    static NDArrayEx extensionOf(Value value, Recorder recorder) {
        return (NDArrayEx) Proxy.newProxyInstance(
                TracingArray.class.getClassLoader(),
                new Class<?>[] {NDArrayEx.class},
                new TracingArray(value, recorder));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
        @Nullable Object[] arguments = given == null ? NONE : given;
        return switch (method.getName()) {
            case "tracedValue" -> value;
            case "getManager" -> recorder.tracingManager();
            case "getNDArrayInternal" -> value.extension();
            case "getArray" -> value.array();
            case "getResourceNDArrays" -> List.of(value.array());
            case "isReleased" -> false;
            case "toString" -> "traced " + value;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> operate(proxy, method, arguments);
        };
    }

    private @Nullable Object operate(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        String name = method.getName();
        if (ANSWERED.contains(name)) {
            return recorder.engine().call(value, method, arguments);
        }
        if (IGNORED.contains(name)) {
            return null;
        }
        if (READING.contains(name)) {
            return read(method, arguments);
        }
        if (IN_PLACE.containsKey(name) || isAssignment(method)) {
            return changeInPlace(method, arguments);
        }
        if (name.equals("intern")) {
            value.become(recorder.value((NDArray) Objects.requireNonNull(arguments[0])));
            return null;
        }
        return recordOrRefuse(proxy, method, arguments);
    }

    private @Nullable Object read(Method method, @Nullable Object[] arguments) {
        if (recorder.isConstant(value.current())) {
            Object result = recorder.engine().call(value, method, arguments);
            return result instanceof NDArray array ? recorder.constant(array).array() : result;
        }
        if (calledByEngine()) {
            throw recorder.refuse(
                    "an array that the block holds is an argument, not the receiver (expected x.op(constant)",
                    "constant.op(x) with x = " + value);
        }
        throw recorder.refuse(
                "what is computed does not depend on the elements of a tensor (expected array operations",
                "data-dependent NDArray." + method.getName() + "() of " + value);
    }

    /** Returns whether the engine copies this array, which it does when its own array is the receiver. */
    private static boolean calledByEngine() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("from")
                        && frame.getClassName().endsWith("NDManager")));
    }

    private static boolean isAssignment(Method method) {
        return method.getName().equals("set") && Operators.TABLE.containsKey(Invocation.signature(method));
    }

    private Object changeInPlace(Method method, @Nullable Object[] arguments) throws Throwable {
        Method pure = NDArray.class.getMethod(
                IN_PLACE.getOrDefault(method.getName(), method.getName()), method.getParameterTypes());
        NDArray changed = (NDArray) recordOrRefuse(value.array(), pure, arguments);
        value.become(recorder.value(changed));
        return value.array();
    }

    private Object recordOrRefuse(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        Invocation call = new Invocation(recorder, value.current(), method, arguments);
        Operation operation = Operators.TABLE.get(Invocation.signature(method));
        if (operation != null) {
            return operation.record(call);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return foldOrRefuse(call, method, arguments);
    }

    /** Returns the engine's result as a constant if nothing but constants go in. */
    private Object foldOrRefuse(Invocation call, Method method, @Nullable Object[] arguments) {
        if (recorder.isConstant(value)) {
            boolean closed = java.util.Arrays.stream(arguments).allMatch(this::isConstant);
            Object result = closed ? recorder.engine().call(value, method, arguments) : null;
            if (result instanceof NDArray array) {
                return recorder.constant(array).array();
            }
            if (result instanceof NDList list) {
                NDList constants = new NDList();
                list.forEach(array -> constants.add(recorder.constant(array).array()));
                return constants;
            }
        }
        throw recorder.refuse("every operation has an ONNX form (expected one of docs/export.md", call.describe());
    }

    private boolean isConstant(@Nullable Object argument) {
        return !(argument instanceof NDArray array) || recorder.isConstant(recorder.value(array));
    }
}
