package dev.alambic.exporter.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every method of DJL's array interfaces is classified, and no entry is of a method that does not exist. */
class TreatmentTest {

    private static final String DEFAULT_METHODS = """
            all() any() argSort() argSort(int) booleanMask(NDArray) broadcast(long[]) concat(NDArray) concat(NDArray,int)
            concat(NDList) countNonzero() countNonzero(int) crop(int,int,int,int) get(NDArray) get(NDIndex)
            get(String,Object[]) get(long[]) getScalar(long[]) isEmpty() isScalar() isSparse() like() max(int[]) mean(int[])
            min(int[]) mish() none() norm() norm(int[]) norm(int[],boolean) normalize() normalize(double,long)
            normalize(float[],float[]) prod(int[]) rdiv(NDArray) rdiv(Number) reshape(long[]) rmod(NDArray) rmod(Number)
            rpow(Number) rsub(NDArray) rsub(Number) rsubi(NDArray) rsubi(Number) set(NDArray,Number) set(NDIndex,Function)
            set(byte[]) set(double[]) set(float[]) set(int[]) set(long[]) shapeEquals(NDArray) size() size(int) split(long)
            split(long[]) squeeze() squeeze(int) stack(NDArray) stack(NDArray,int) stack(NDList) sum(int[]) swish(float)
            take(NDArray) toTensor() topK(int,int)
            """;

    @Test
    void everyMethodHasATreatment() {
        List<Method> unknown = methods()
                .filter(method -> Treatment.of(method) == Treatment.UNKNOWN)
                .toList();

        assertThat(unknown).isEmpty();
    }

    @Test
    void everyEntryOfTheTableIsAMethod() {
        Set<String> signatures = methods().map(Invocation::signature).collect(Collectors.toSet());

        assertThat(signatures).containsAll(Operators.TABLE.keySet());
    }

    @Test
    void noMethodIsBothMappedAndRefused() {
        assertThat(methods()
                        .filter(method -> Operators.TABLE.containsKey(Invocation.signature(method)))
                        .filter(method -> Refusals.reason(method).isPresent()))
                .isEmpty();
    }

    /** A default method runs as DJL wrote it; a new one in a later version shows here, to be looked at. */
    @Test
    void whatIsLeftToTheDefaultMethods() {
        Set<String> decomposed = methods()
                .filter(method -> Treatment.of(method) == Treatment.DECOMPOSED)
                .map(Invocation::signature)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(decomposed).isEqualTo(new TreeSet<>(List.of(DEFAULT_METHODS.split("\\s+"))));
    }

    private static Stream<Method> methods() {
        return Stream.of(NDArray.class, NDArrayEx.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }
}
