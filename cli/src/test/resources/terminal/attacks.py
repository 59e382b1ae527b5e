# Makes files that hold every character that a terminal would obey or nobody would see, wherever a file can hold text,
# and lists the words of the commands that are to be run on them: words and then commands end with NUL. What Python
# prints of a file is left beside them as "N.expected", N being the number of the command.
import os, pickle, struct, unicodedata, warnings, zlib

warnings.simplefilter('ignore')
bad = [chr(c) for c in range(1, 0xe0000) if unicodedata.category(chr(c)) in ('Cc', 'Cf', 'Zl', 'Zp')]
bad += ['\U000e0001', '\U000e0041', '\U000e007f', '\ue000', '\ufdd0', '\U000e0100', '\x1b[7m',
        '\x1b]0;title\x07', '\x9b7m', '\x1b[31mnpymap: \x1b[0m', '\r\n']
text = ' '.join('(' + c + ')' for c in bad)
one_line = text.replace('\n', '')
commands = []


def run(*words, prints=None):
    if prints is not None:
        with open('%d.expected' % len(commands), 'wb') as out:
            out.write((prints + '\n').encode())
    commands.append(words)


def save(name, data):
    with open(name, 'wb') as out:
        out.write(data)


def raw_npy(descr, data=b''):
    header = ("{'descr': " + descr + ", 'fortran_order': False, 'shape': (), }\n").encode('utf8')
    return b'\x93NUMPY\3\0' + struct.pack('<I', len(header)) + header + data


def look(name, prints=True, objects=False):
    """Runs what only reads; prints is the value if Python's text of it is ours."""
    option = ['--objects'] if objects else []
    for words in (['info', name], ['info', name, '--json'], ['stats', name], ['stats', name, '--json'],
                  ['verify', name], ['show', name + '/' + one_line.replace('/', '')[:200]],
                  ['--debug', 'stats', name, one_line]):
        run(*words)
    if prints is True:
        run('show', name, *option)
        run('show', name, '--repr', *option)
    else:
        run('show', name, *option, prints=str(prints))
        run('show', name, '--repr', *option, prints=repr(prints))


def array(name, value):
    np.save(name, value)
    look(name, value)


os.mkdir('out')
bytes_text = bytes(range(1, 256))
array('0d.npy', np.array(text))
array('0dbytes.npy', np.array(bytes_text))
array('1d.npy', np.array([text, 'plain', '\x00' + text]))
fields = np.dtype([(text, 'i4'), ('plain', 'U2000'), (('title' + text, 'titled'), 'S255')])
array('record.npy', np.array((1, text, bytes_text), fields))
array('records.npy', np.array([(1, text, bytes_text)] * 2, fields))
save('descr.npy', raw_npy(repr(text)))
save('metadata.npy', raw_npy(repr(('|S2', {text: text})), b'ab'))
save('unquoted.npy', raw_npy(one_line))
save('unknown.npy', raw_npy(repr([(text, '<f8'), (text, '<f8')]), b'x' * 16))
for name in ('descr.npy', 'metadata.npy', 'unquoted.npy', 'unknown.npy'):
    look(name)
np.save('objects.npy', np.array([text, {text: [text, bytes_text]}, np.array(text)], object), allow_pickle=True)
look('objects.npy', objects=True)

# Archives: names and comments, of members that are arrays, objects, something else, or damaged.
with zipfile.ZipFile('a.npz', 'w') as archive:
    archive.comment = text.encode()
    for member in (text, text + '2', '../' + text, 'x/' + text):
        archive.writestr(member + '.npy', npy(np.arange(3)))
    archive.writestr(text + 'texts.npy', npy(np.array(text)))
    archive.writestr(text + '.txt', b'text')
    entry = zipfile.ZipInfo(text + 'commented.npy')
    entry.comment = text.encode()
    entry.extra = struct.pack('<HH', 0x7075, 5 + len(b'x.npy')) + b'\1' + struct.pack('<I', 0) + b'x.npy'
    archive.writestr(entry, raw_npy(repr(text)))
    archive.writestr(text + 'cut.npy', npy(np.arange(3))[:-1])
look('a.npz')
data = bytearray(open('a.npz', 'rb').read())
data[data.index(npy(np.arange(3))) + 130] ^= 1
save('damaged.npz', bytes(data))
look('damaged.npz')
with zipfile.ZipFile('o.npz', 'w') as archive:
    archive.writestr(text + '.npy', open('objects.npy', 'rb').read())
    archive.writestr(text, open('objects.npy', 'rb').read())
look('o.npz', objects=True)
for archive in ('a.npz', 'damaged.npz', 'o.npz'):
    run('copy', archive, 'out/copy.npz')
    run('copy', archive, 'out/copy.npy')
    run('slice', archive, one_line, '-o', 'out/slice.npy')
    run('convert', archive, 'out/parts-' + archive + '/')
    run('convert', archive, archive, 'out/both.npz')
    run('convert', archive, 'out/both.pkl', '--objects')

# Pickles: keys, values, names of classes and modules, and what is no pickle.
shared = [np.arange(2), text]
tree = {text: np.arange(3), 'plain': {text: shared, (text, 1): shared}, 'set': {text}, 'bytes': bytes_text,
        'float': np.float64(1), 'text': np.str_(text), 'record': np.array((1, text, bytes_text), fields)[()],
        'array': np.array(text), 'masked': np.ma.array([text], mask=[False]), 'dtype': fields}
for name, value in (('tree', tree), ('list', [text, (text,), [bytes_text]]), ('text', text), ('bytes', bytes_text),
                    ('scalar', np.str_(text)), ('array', np.array(text)), ('set', {text})):
    for protocol in (0, 4):
        pickled = '%s%d.pkl' % (name, protocol)
        save(pickled, pickle.dumps(value, protocol))
        look(pickled, value if name in ('list', 'text', 'bytes', 'array', 'set') else True)
        run('copy', pickled, 'out/copy.pkl')
        run('copy', pickled, 'out/copy.npy')
        run('convert', pickled, 'out/parts-' + pickled + '/')
        run('convert', pickled, 'out/both.npz')
        run('slice', pickled, '0', '-o', 'out/slice.npy')
long_text = b'X' + struct.pack('<I', len(text.encode())) + text.encode()
line = one_line.encode()
for name, pickled in {
        'global': b'c' + line + b'\n' + line + b'\n.',
        'called': b'c' + line + b'\n' + line + b'\n(' + long_text + b'tR.',
        'built': b'c' + line + b'\n' + line + b'\n)\x81}' + long_text + long_text + b'sb.',
        'instance': b'(i' + line + b'\n' + line + b'\n.',
        'stack': b'\x80\4' + long_text + long_text + b'\x93.',
        'persistent': b'P' + line + b'\n.',
        'integer': b'I' + line + b'\n.', 'long': b'L' + line + b'\n.', 'float': b'F' + line + b'\n.',
        'string': b'S' + line + b'\n.', 'quoted': b"S'" + line.replace(b"'", b'') + b"'\n.",
        'memo': b'g' + line + b'\n.', 'unicode': b'V\\u001b\\u009b\\u202e\\ud800\n.',
        'surrogate': b'\x80\4X\5\0\0\0a\xed\xa0\x80b.', 'opcode': b'\x80\4\x1b.',
        'reconstruct': b'cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\0tc_codecs\nencode\n('
                       + long_text + long_text + b'tRtR.',
        'dtype': b'cnumpy\ndtype\n(' + long_text + b'K\0K\1tR.'}.items():
    save(name + '.pkl', pickled)
    look(name + '.pkl')
    run('copy', name + '.pkl', 'out/copy.pkl')
    run('convert', name + '.pkl', 'out/made.npy')

# Several arrays or pickles one behind the other.
save('two.npy', npy(np.array(text)) * 2)
save('two.pkl', pickle.dumps({text: np.arange(2)}, 4) * 2)
for name in ('two.npy', 'two.pkl'):
    for number in ('', '#1', '#2', '#' + one_line[:200]):
        look(name + number)
        run('copy', name + number, 'out/' + name)
        run('convert', name + number, 'out/two.npz')

# Text: fields, comments, and words about them.
save('a.csv', text.replace(',', '').encode())
save('numbers.csv', b'1,2\n3,4\n')
np.save('a.npy', np.arange(6.))
for name in ('out/a.npy', 'out/a.npz', 'out/a.pkl', 'out/b.csv'):
    run('convert', 'a.csv', name)
    run('convert', 'a.csv', name, '--dtype', 'U5', '--delimiter', '\x1b')
for option in ('--delimiter', '--comments', '--encoding', '--dtype', '--skiprows', '--usecols', '--missing', '--fmt',
               '--header', '--footer', '--newline', '--protocol', '--compress=', '--zstd=', one_line, '--' + one_line,
               '-\x1b[7m'):
    words = [option + one_line] if option.endswith('=') else [option, one_line]
    run('convert', 'numbers.csv', 'out/made.npy', *words)
    run('convert', 'a.npy', 'out/made.csv', *words)
    run('--debug', 'convert', 'a.npy', 'out/made.npz', *words)

# Words that are off.
for command in ('info', 'show', 'slice', 'stats', 'copy', 'convert', 'verify', 'demo'):
    run(command, '--' + one_line)
    run(command, one_line[:100], one_line[:100], one_line[:100], one_line[:100])
    run('--debug', command, '--' + one_line)
    run(command, '--help')
run(one_line)
run('--' + one_line)
run('--help')
run('demo', '--size', one_line)
run('show', 'a.npy', one_line)
run('slice', 'a.npy', one_line, '-o', 'out/x.npy')

# Names of files: each has as many characters as the file system takes.
names = ['']
for c in bad:
    if len((names[-1] + c).encode()) > 200:
        names.append('')
    names[-1] += c
for name in names:
    np.save(name + '.npy', np.arange(3))
    np.savez(name + '.npz', a=np.arange(3), b=np.arange(2))
    save(name + '.pkl', pickle.dumps({'a': np.arange(3), name: np.arange(2), 'b': None}))
    save(name + '.csv', b'x')
    save(name + '-cut.npy', npy(np.arange(3))[:-1])
    os.mkdir(name + '.d')
    for suffix in ('.npy', '.npz', '.pkl', '.csv', '-cut.npy', '.d', '-missing.npy', '.npy/x', '.npz/x', '.pkl/' + name,
                   '/' + name):
        file = name + suffix
        run('info', file)
        run('info', file, '--json')
        run('show', file)
        run('stats', file)
        run('stats', file, '--json')
        run('verify', file)
        run('slice', file, '0', '-o', 'out/x.npy')
        run('copy', file, 'out/')
        run('convert', file, 'out/x.npz')
        run('--debug', 'convert', file, 'out/x.csv')
        run('copy', 'a.npy', file + '/x.npy')
    run('slice', 'a.npy', '0', '-o', name + '.d')
    run('copy', 'a.npy', 'a.npy', name + '.npy')
    run('convert', 'a.npy', name + '.unknown')
    run('demo', '--dir', name + '-missing')
    run('demo', '--size', '9999t', '--dir', name + '.d')
run('demo', '--size', '64k', '--dir', names[0] + '.d')
save('commands', ''.join(''.join(word.replace('\x00', '') + '\x00' for word in words) + '\x00'
                         for words in commands).encode())
