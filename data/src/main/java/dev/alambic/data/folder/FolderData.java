package dev.alambic.data.folder;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.LoadedData;

/** Labelled files as data. */
public final class FolderData {
    private FolderData() {}

    /**
     * Reads every file.
     *
     * @throws InvalidDataException if a file is broken and the options do not leave it out, a class of a part was never
     *     trained on, or there are fewer than two classes
     */
    public static LoadedData load(String name, LabelledFiles found, DataOptions options) {
        return switch (found.kind()) {
            case PICTURE -> new PictureFolderData(name, found, options).load();
            case TEXT -> new TextFolderData(name, found, options).load();
            case SOUND -> new SoundFolderData(name, found, options).load();
        };
    }
}
