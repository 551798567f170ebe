package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manager that a block gets: what it creates are constants of the trace, what it would close stays open until the
 * trace ends, and what it draws at random is refused.
 */
record TracingManager(Recorder recorder) implements InvocationHandler {

    /** Marks a manager of a trace. */
    interface Marker {}

    private static final @Nullable Object[] NONE = {};
    private static final Set<String> IGNORED = Treatment.words("""
            close cap attachInternal attachUncappedInternal tempAttachInternal detachInternal attachAll tempAttachAll
            setName""");
    private static final Set<String> REFUSED = Set.of("load", "decode", "invoke");

    static NDManager of(Recorder recorder) {
        return (NDManager) Proxy.newProxyInstance(
                TracingManager.class.getClassLoader(),
                new Class<?>[] {NDManager.class, Marker.class},
                new TracingManager(recorder));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) {
        @Nullable Object[] arguments = given == null ? NONE : given;
        String name = method.getName();
        if (IGNORED.contains(name)) {
            return null;
        }
        return switch (name) {
            case "newSubManager", "getParentManager" -> proxy;
            case "ret" -> arguments[0];
            case "from" -> from(arguments[0]);
            case "isOpen" -> true;
            case "toString" -> "tracing manager";
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> create(method, arguments);
        };
    }

    private @Nullable Object from(@Nullable Object array) {
        return array instanceof NDArray given ? recorder.value(given).array() : null;
    }

    private @Nullable Object create(Method method, @Nullable Object[] arguments) {
        refuseRandom(method.getName());
        Object result = recorder.engine().invoke(recorder.engine().manager(), method, arguments);
        if (result instanceof NDList) {
            throw new AssertionError("bug: only refused methods return lists, not " + method);
        }
        return result instanceof NDArray array
                ? recorder.constant(cleared(method, arguments, array)).array()
                : result;
    }

    private void refuseRandom(String name) {
        if (name.startsWith("random") || name.startsWith("sample") || name.equals("truncatedNormal")) {
            throw recorder.refuse(
                    "an exported block gives the same answer each time (expected no random numbers",
                    "NDManager." + name);
        }
        if (REFUSED.contains(name)) {
            throw recorder.refuse(
                    "every operation has an ONNX form (expected one of docs/export.md", "NDManager." + name);
        }
    }

    /** Returns zeros for {@code create(Shape)}, whose memory the engine leaves as it was. */
    private NDArray cleared(Method method, @Nullable Object[] arguments, NDArray array) {
        boolean unset = method.getName().equals("create") && arguments[0] instanceof Shape;
        return unset ? recorder.engine().own(array.zerosLike()) : array;
    }
}
