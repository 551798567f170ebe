package dev.alambic.run.recipe;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the recipe's records say of themselves: components, defaults, and the choices of a sealed interface. */
final class RecordTypes {

    private RecordTypes() {}

    /** Returns the records of a sealed interface by the name that a recipe calls them, {@code maxPool} for MaxPool. */
    static Map<String, Class<?>> choices(Class<?> sealed) {
        Map<String, Class<?>> choices = new LinkedHashMap<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                choices.putAll(choices(permitted));
            } else if (permitted.isRecord()) { // others are for Java
                choices.put(nameOf(permitted), permitted);
            }
        }
        return choices;
    }

    /** Returns the name by which a recipe chooses {@code type}. */
    static String nameOf(Class<?> type) {
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Returns what the record's static {@code defaults()} gives, if it has one. */
    static Optional<Object> defaults(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("defaults")
                        && method.getParameterCount() == 0
                        && Modifier.isStatic(method.getModifiers())
                        && type.isAssignableFrom(method.getReturnType()))
                .findFirst()
                .map(method -> call(method, null));
    }

    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Returns the value of {@code component} in {@code record}. */
    static @Nullable Object read(RecordComponent component, Object record) {
        return call(component.getAccessor(), record);
    }

    /** Returns the constructor that takes every component. */
    static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }

    private static @Nullable Object call(Method method, @Nullable Object target) {
        try {
            method.setAccessible(true);
            return method.invoke(target);
        } catch (InvocationTargetException e) {
            throw new AssertionError("bug: " + method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new LinkageError("bug: " + method + " cannot be called", e);
        }
    }
}
