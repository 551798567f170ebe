/** What is served: the runs in folders, and model files by themselves; found by name, never by path. */
@NullMarked
package dev.alambic.workbench.shelf;

import org.jspecify.annotations.NullMarked;
