package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The array that a block gets in place of a real one: one handler for all of {@code NDArray} and {@code NDArrayEx}, so
 * that nothing passes unseen.
 *
 * <p>What happens to a call is its method's {@link Treatment}; a change in place is the operation that returns a new
 * array, followed by {@link Value#become}.
 */
record TracingArray(Value value, Recorder recorder) implements InvocationHandler {

    private static final @Nullable Object[] NONE = {};

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
        return switch (Treatment.of(method)) {
            case ANSWERED -> recorder.engine().call(value, method, arguments);
            case IGNORED -> null;
            case READ -> read(method, arguments);
            case IN_PLACE -> changeInPlace(method, arguments);
            case MAPPED -> record(method, arguments);
            case DECOMPOSED -> InvocationHandler.invokeDefault(proxy, method, arguments);
            case REFUSED, UNKNOWN -> foldOrRefuse(method, arguments);
        };
    }

    private Object record(Method method, @Nullable Object[] arguments) {
        Operation operation = Objects.requireNonNull(Operators.TABLE.get(Invocation.signature(method)), "operation");
        return operation.record(new Invocation(recorder, value.current(), method, arguments));
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

    private Object changeInPlace(Method method, @Nullable Object[] arguments) throws NoSuchMethodException {
        Method pure = NDArray.class.getMethod(Treatment.pure(method.getName()), method.getParameterTypes());
        NDArray changed = (NDArray) record(pure, arguments);
        value.become(recorder.value(changed));
        return value.array();
    }

    /** Returns the engine's result as a constant if nothing but constants go in. */
    private Object foldOrRefuse(Method method, @Nullable Object[] arguments) {
        if (recorder.isConstant(value) && Arrays.stream(arguments).allMatch(this::isConstant)) {
            Object result = recorder.engine().call(value, method, arguments);
            if (result instanceof NDArray array) {
                return recorder.constant(array).array();
            }
            if (result instanceof NDList list) {
                return recorder.constants(list);
            }
        }
        String called = new Invocation(recorder, value.current(), method, arguments).describe();
        throw recorder.refuse(
                "every operation has an ONNX form (expected one of docs/export.md",
                called + Refusals.reason(method).map(reason -> ": " + reason).orElse(""));
    }

    private boolean isConstant(@Nullable Object argument) {
        return !(argument instanceof NDArray array) || recorder.isConstant(recorder.value(array));
    }
}
