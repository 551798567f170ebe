package dev.alambic.data.survey;

import dev.alambic.data.file.Fingerprint;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The samples of one part of a data set, of which no more than a key each is in memory. */
final class SampleItems extends AbstractList<Item> implements RandomAccess {
    private final Dataset data;
    private final String part;
    private final long[] keys;

    SampleItems(Dataset data, String part) {
        this.data = data;
        this.part = part;
        this.keys = new long[data.size()];
        float[] sample = new float[data.sampleSize()];
        byte[] bytes = new byte[Float.BYTES * sample.length];
        for (int i = 0; i < keys.length; i++) {
            data.copySample(i, sample, 0);
            ByteBuffer.wrap(bytes).asFloatBuffer().put(sample);
            keys[i] = Item.key(Fingerprint.of(bytes));
        }
    }

    @Override
    public Item get(int index) {
        return new Item(data.name() + "[" + index + "]", answer(data.targets(), index), part, keys[index]);
    }

    @Override
    public int size() {
        return keys.length;
    }

    private static String answer(Targets targets, int index) {
        if (targets instanceof Targets.Classes classes) {
            return classes.names().get(classes.label(index));
        }
        if (targets instanceof Targets.Labels labels) {
            return String.join(", ", labels.of(index));
        }
        Targets.Numbers numbers = (Targets.Numbers) targets;
        return IntStream.range(0, numbers.names().size())
                .mapToObj(t -> String.valueOf(numbers.value(index, t)))
                .collect(Collectors.joining(", "));
    }
}
