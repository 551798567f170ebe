package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexTake;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the engine with the real arrays; every array that it returns belongs to the trace and ends with it. */
record EngineCalls(NDManager manager) {

    /** Runs {@code method} of the real array behind {@code self}. */
    @Nullable
    Object call(Value self, Method method, @Nullable Object[] arguments) {
        Object target =
                method.getDeclaringClass() == NDArrayEx.class ? self.real().getNDArrayInternal() : self.real();
        return invoke(target, method, arguments);
    }

    /** Runs {@code method} of {@code target}; the engine's own exceptions come through. */
    @Nullable
    Object invoke(Object target, Method method, @Nullable Object[] arguments) {
        @Nullable Object[] real = new @Nullable Object[arguments.length];
        for (int i = 0; i < real.length; i++) {
            real[i] = arguments[i] == null ? null : real(arguments[i]);
        }
        try {
            method.setAccessible(true);
            return own(method.invoke(target, real));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(method.getName() + ": the engine failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError("bug: " + method + " is a method of a public interface", e);
        }
    }

    /** Returns {@code array}, closed with the trace and with no enclosing scope. */
    NDArray own(NDArray array) {
        array.attach(manager);
        NDScope.unregister(array);
        return array;
    }

    private @Nullable Object own(@Nullable Object result) {
        if (result instanceof NDArray array) {
            return own(array);
        }
        if (result instanceof NDList list) {
            list.forEach(this::own);
        }
        return result;
    }

    private Object real(Object argument) {
        if (argument instanceof Traced traced) {
            return traced.tracedValue().current().real();
        }
        if (argument instanceof NDList list) {
            NDList reals = new NDList();
            list.forEach(array -> reals.add((NDArray) real(array)));
            return reals;
        }
        if (argument instanceof NDArray[] arrays) {
            NDArray[] reals = new NDArray[arrays.length];
            for (int i = 0; i < reals.length; i++) {
                reals[i] = (NDArray) real(arrays[i]);
            }
            return reals;
        }
        if (argument instanceof NDIndex index) {
            return real(index);
        }
        return argument instanceof TracingManager.Marker ? manager : argument;
    }

    /** Returns {@code index} with the engine's arrays in it; one without arrays as it is. */
    NDIndex real(NDIndex index) {
        List<NDIndexElement> elements =
                index.getIndices().stream().map(this::real).toList();
        if (elements.equals(index.getIndices())) {
            return index;
        }
        NDIndex copy = new NDIndex();
        if (index.getEllipsisIndex() >= 0) {
            copy.addAllDim(index.getEllipsisIndex()).addEllipseDim();
        }
        copy.addAllDim(); // the engine asks whether the rank is 0, not what it is
        copy.getIndices().clear();
        copy.getIndices().addAll(elements);
        return copy;
    }

    private NDIndexElement real(NDIndexElement element) {
        if (element instanceof NDIndexTake take) {
            return new NDIndexTake((NDArray) real(take.getIndex()));
        }
        return element instanceof NDIndexBooleans mask ? new NDIndexBooleans((NDArray) real(mask.getIndex())) : element;
    }
}
