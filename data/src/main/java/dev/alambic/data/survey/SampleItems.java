package dev.alambic.data.survey;

import dev.alambic.data.file.Fingerprint;
import dev.alambic.data.set.Dataset;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.RandomAccess;

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
        return new Item(data.name() + "[" + index + "]", data.targets().said(index), part, keys[index]);
    }

    @Override
    public int size() {
        return keys.length;
    }
}
