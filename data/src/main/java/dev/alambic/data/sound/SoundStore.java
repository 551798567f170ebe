package dev.alambic.data.sound;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Sounds in files, read when they are asked for and kept as long as there is room. */
public final class SoundStore {
    private final List<Path> files;
    private final SoundForm form;
    private final AtomicLong room;
    private final AtomicReferenceArray<float[]> kept;

    /** @param cacheBytes most memory for sounds; what does not fit is read again */
    public SoundStore(List<Path> files, SoundForm form, long cacheBytes) {
        this.files = List.copyOf(files);
        this.form = form;
        this.room = new AtomicLong(cacheBytes);
        this.kept = new AtomicReferenceArray<>(files.size());
    }

    public int count() {
        return files.size();
    }

    /** Writes a sound from {@code target[offset]} on. */
    public void copy(int index, float[] target, int offset) {
        float[] values = kept.get(index);
        if (values == null) {
            values = form.values(files.get(index));
            long bytes = (long) values.length * Float.BYTES;
            if (room.addAndGet(-bytes) >= 0) {
                kept.compareAndSet(index, null, values);
            } else {
                room.addAndGet(bytes);
            }
        }
        System.arraycopy(values, 0, target, offset, values.length);
    }

    @Override
    public String toString() {
        return files.size() + " sounds "
                + Arrays.toString(new int[] {form.sound().rate(), form.sound().samples()});
    }
}
