/** How what a user draws, uploads, types or picks becomes the answers of several models. */
@NullMarked
package dev.alambic.workbench.answer;

import org.jspecify.annotations.NullMarked;
