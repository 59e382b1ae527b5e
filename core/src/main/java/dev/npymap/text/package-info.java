/// Delimited text, as `np.savetxt` writes it and `np.loadtxt` reads it. Start at [dev.npymap.text.Text].
package dev.npymap.text;
