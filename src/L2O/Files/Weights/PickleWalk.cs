using System.Text;

namespace L2O.Files.Weights;

/// <summary>
/// Walks the opcodes of a Python pickle and keeps what they say as data. Unlike unpickling, that can't do anything: names of functions
/// are not looked up, and calls are not made.
/// </summary>
internal sealed class PickleWalk
{
    private const int MaxOpcodes = 1_000_000;
    private const int LongestLong = 8;

    private static readonly PickleValue s_other = new(PickleKind.Other);
    private static readonly PickleValue s_true = new(PickleKind.True);

    private readonly ByteCursor _cursor;
    private readonly PickleStack _stack;

    private PickleWalk(ByteCursor cursor) => (_cursor, _stack) = (cursor, new PickleStack(cursor));

    /// <summary>The protocol that the pickle states.</summary>
    public int Protocol { get; private set; }

    /// <summary>Reads one pickle up to its end.</summary>
    /// <param name="cursor">At its beginning.</param>
    /// <param name="protocol">The protocol that it states.</param>
    /// <returns>The value that it holds.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or has opcodes that plain tensors do not need.</exception>
    public static PickleValue Read(ByteCursor cursor, out int protocol)
    {
        var walk = new PickleWalk(cursor);
        for (int count = 0; count < MaxOpcodes; count++)
        {
            int at = cursor.Position;
            var opcode = (PickleOpcode)cursor.Byte();
            if (opcode == PickleOpcode.Stop)
            {
                protocol = walk.Protocol;
                return walk._stack.Pop();
            }
            if (!walk.TakesNumber(opcode) && !walk.TakesBytes(opcode) && !walk.TakesGroup(opcode) && !walk.TakesCall(opcode)
                && !walk.TakesOrder(opcode))
                throw cursor.Damaged(at, $"the pickle has the opcode 0x{(byte)opcode:x2}; expected those that plain tensors need");
        }
        throw cursor.Damaged(cursor.Position,
            $"the pickle has more than {MaxOpcodes} opcodes; expected a learned optimizer's parameters");
    }

    private bool TakesNumber(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None or PickleOpcode.False:
                return Push(s_other);
            case PickleOpcode.True:
                return Push(s_true);
            case PickleOpcode.Float:
                _cursor.Skip(8);
                return Push(s_other);
            case PickleOpcode.Integer:
                return Push(unchecked((int)_cursor.LittleEndian(4)));
            case PickleOpcode.Integer1:
                return Push(_cursor.Byte());
            case PickleOpcode.Integer2:
                return Push(_cursor.LittleEndian(2));
            case PickleOpcode.Long1:
                return PushLong(_cursor.Byte());
            default:
                return false;
        }
    }

    private bool TakesBytes(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.Unicode => PushText(_cursor.LittleEndian(4)),
        PickleOpcode.Unicode1 => PushText(_cursor.Byte()),
        PickleOpcode.Unicode8 => PushText(_cursor.LittleEndian(8)),
        PickleOpcode.Bytes4 or PickleOpcode.ByteString => PushBytes(_cursor.LittleEndian(4)),
        PickleOpcode.Bytes1 or PickleOpcode.ByteString1 => PushBytes(_cursor.Byte()),
        PickleOpcode.Bytes8 or PickleOpcode.ByteArray8 => PushBytes(_cursor.LittleEndian(8)),
        _ => false,
    };

    private bool TakesGroup(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyTuple or PickleOpcode.EmptyList:
                return Push(PickleKind.Sequence, []);
            case PickleOpcode.EmptyDictionary:
                return Push(PickleKind.Map, []);
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                return Push(PickleKind.Sequence, _stack.Pop(opcode - PickleOpcode.Tuple1 + 1));
            case PickleOpcode.Tuple or PickleOpcode.List:
                return Push(PickleKind.Sequence, _stack.PopMark());
            case PickleOpcode.Dictionary:
                return Push(PickleKind.Map, Pairs(_stack.PopMark()));
            case PickleOpcode.Append:
                return Add(PickleKind.Sequence, _stack.Pop(1));
            case PickleOpcode.Appends:
                return Add(PickleKind.Sequence, _stack.PopMark());
            case PickleOpcode.SetItem:
                return Add(PickleKind.Map, _stack.Pop(2));
            case PickleOpcode.SetItems:
                return Add(PickleKind.Map, Pairs(_stack.PopMark()));
            default:
                return false;
        }
    }

    private bool TakesCall(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Name:
                return PushName(Encoding.UTF8.GetString(_cursor.Line()), Encoding.UTF8.GetString(_cursor.Line()));
            case PickleOpcode.StackName when _stack.Pop(2) is var names:
                return PushName(names[0].Text, names[1].Text);
            case PickleOpcode.Reduce or PickleOpcode.NewObject when _stack.Pop(2) is var call:
                return Push(new PickleValue(PickleKind.Call) { Callable = call[0], Arguments = call[1].Items });
            case PickleOpcode.Build:
                List<PickleValue> state = _stack.Pop().Items;
                if (_stack.Top is { Kind: PickleKind.Call } made)
                    made.State = state;
                return true;
            case PickleOpcode.Persistent:
                return Push(PickleKind.Stored, _stack.Pop().Items);
            default:
                return false;
        }
    }

    private bool TakesOrder(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                Protocol = _cursor.Byte();
                return true;
            case PickleOpcode.Frame:
                _cursor.LittleEndian(8);
                return true;
            case PickleOpcode.Mark:
                _stack.Mark();
                return true;
            case PickleOpcode.Pop:
                _stack.Pop();
                return true;
            case PickleOpcode.PopMark:
                _stack.PopMark();
                return true;
            case PickleOpcode.Put1 or PickleOpcode.Put4:
                _stack.Keep(_cursor.LittleEndian(opcode == PickleOpcode.Put1 ? 1 : 4));
                return true;
            case PickleOpcode.Memoize:
                _stack.Keep(_stack.Kept);
                return true;
            case PickleOpcode.Get1 or PickleOpcode.Get4:
                _stack.Recall(_cursor.LittleEndian(opcode == PickleOpcode.Get1 ? 1 : 4));
                return true;
            default:
                return false;
        }
    }

    private bool Push(PickleValue value)
    {
        _stack.Push(value);
        return true;
    }

    private bool Push(long number) => Push(new PickleValue(PickleKind.Integer) { Number = number });

    private bool Push(PickleKind kind, List<PickleValue> items) => Push(new PickleValue(kind) { Items = items });

    private bool PushText(long length) =>
        Push(new PickleValue(PickleKind.Text) { Text = Encoding.UTF8.GetString(_cursor.Take(length)) });

    private bool PushBytes(long length) =>
        Push(new PickleValue(PickleKind.Bytes) { Number = _cursor.Skip(length), Length = (int)length });

    private bool PushName(string module, string name) => Push(new PickleValue(PickleKind.Name) { Text = $"{module}.{name}" });

    // Longer ones than a long are no sizes.
    private bool PushLong(int length)
    {
        ReadOnlySpan<byte> bytes = _cursor.Take(length);
        if (length > LongestLong)
            return Push(s_other);
        long value = length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
            value = value << 8 | bytes[i];
        return Push(value);
    }

    private bool Add(PickleKind kind, List<PickleValue> items)
    {
        PickleValue holder = _stack.Top;
        if (holder.Kind == kind || (holder.Kind == PickleKind.Call && kind == PickleKind.Map))
            holder.Items.AddRange(items);
        return true;
    }

    private List<PickleValue> Pairs(List<PickleValue> items) => items.Count % 2 == 0 ? items
        : throw _cursor.Damaged(_cursor.Position, "a dictionary has a key without a value; expected a whole pickle");
}
