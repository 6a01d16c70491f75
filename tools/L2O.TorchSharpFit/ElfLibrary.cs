using System.Buffers.Binary;
using System.Text;

namespace L2O.TorchSharpFit;

/// <summary>
/// A shared library for 64-bit Linux, little-endian, and one change of it. TorchSharp 0.107 was built by GCC 13, whose programs call
/// <c>std::ios_base_library_init()</c> of libstdc++ 3.4.32 when they are loaded. Older runtimes have no such function and need none: what
/// it does, their own libraries do. The call is redirected to <c>std::chrono::steady_clock::now()</c>, which the library imports anyway,
/// takes no arguments and changes nothing.
/// </summary>
/// <param name="content">The file; changed in place, never in length.</param>
internal sealed class ElfLibrary(byte[] content)
{
    /// <summary>The function that older runtimes lack.</summary>
    public const string Gcc13Symbol = "_ZSt21ios_base_library_initv";

    private const string HarmlessSymbol = "_ZNSt6chrono3_V212steady_clock3nowEv";
    private const string NewVersion = "GLIBCXX_3.4.32", OldVersion = "GLIBCXX_3.4.19";
    private const int DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private const int SymbolSize = 24;

    /// <summary>Redirects the call and takes back the demand for the newer runtime.</summary>
    /// <returns>False where the library demands no such runtime.</returns>
    /// <exception cref="InvalidDataException">It is no such library, or asks for more of the newer runtime than that function.</exception>
    public bool TakeBackGcc13()
    {
        if (content.Length < 64 || !content.AsSpan(0, 6).SequenceEqual<byte>([0x7f, 0x45, 0x4c, 0x46, 2, 1]))
            throw new InvalidDataException("the file does not begin as a 64-bit ELF file does; expected libLibTorchSharp.so for Linux");
        Section symbols = Find(DynamicSymbols), versions = Find(SymbolVersions), needs = Find(VersionNeeds);
        int names = SectionAt(symbols.Link).Offset;
        List<Need> needed = Needs(needs, SectionAt(needs.Link).Offset);
        if (needed.FirstOrDefault(static need => need.Name == NewVersion) is not { } demanded)
            return false;
        Need replacement = needed.FirstOrDefault(static need => need.Name == OldVersion)
            ?? throw new InvalidDataException($"the library does not ask for {OldVersion}; expected TorchSharp's of version 0.107");
        int harmless = -1;
        var demanding = new List<int>();
        for (int i = 0; i < symbols.Size / SymbolSize; i++)
        {
            string name = TextAt(names + (int)UInt32(symbols.Offset + i * SymbolSize));
            int version = UInt16(versions.Offset + 2 * i) & 0x7fff;
            if (name == HarmlessSymbol)
                harmless = i;
            else if (version == demanded.Index && (demanding.Count > 0 || name != Gcc13Symbol))
                throw new InvalidDataException($"the library asks for '{name}' of {NewVersion}; expected '{Gcc13Symbol}' alone");
            else if (version == demanded.Index)
                demanding.Add(i);
        }
        if (harmless < 0)
            throw new InvalidDataException($"the library does not import '{HarmlessSymbol}'; expected TorchSharp's of version 0.107");
        foreach (int symbol in demanding)
        {
            content.AsSpan(symbols.Offset + harmless * SymbolSize, 4).CopyTo(content.AsSpan(symbols.Offset + symbol * SymbolSize));
            content.AsSpan(versions.Offset + 2 * harmless, 2).CopyTo(content.AsSpan(versions.Offset + 2 * symbol));
        }
        content.AsSpan(replacement.At, 4).CopyTo(content.AsSpan(demanded.At));         // hash of the name
        content.AsSpan(replacement.At + 8, 4).CopyTo(content.AsSpan(demanded.At + 8)); // the name
        return true;
    }

    private List<Need> Needs(Section needs, int names)
    {
        var found = new List<Need>();
        for (int at = needs.Offset, step = -1; step != 0; at += step)
        {
            int count = UInt16(at + 2), need = at + (int)UInt32(at + 8);
            for (int i = 0; i < count; i++, need += (int)UInt32(need + 12))
                found.Add(new Need(need, UInt16(need + 6) & 0x7fff, TextAt(names + (int)UInt32(need + 8))));
            step = (int)UInt32(at + 12);
        }
        return found;
    }

    private Section Find(uint type)
    {
        for (int i = 0; i < UInt16(60); i++)
            if (UInt32(HeaderAt(i) + 4) == type)
                return SectionAt(i);
        throw new InvalidDataException($"the file has no section of the type {type:x}; expected libLibTorchSharp.so");
    }

    private Section SectionAt(int index)
    {
        int header = HeaderAt(index);
        return new Section((int)UInt64(header + 24), (int)UInt64(header + 32), (int)UInt32(header + 40));
    }

    private int HeaderAt(int index) => (int)UInt64(40) + index * UInt16(58);

    private string TextAt(int start) => Encoding.ASCII.GetString(content.AsSpan(start, content.AsSpan(start).IndexOf((byte)0)));

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(at));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at));

    private ulong UInt64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(at));

    private readonly record struct Section(int Offset, int Size, int Link);

    /// <summary>A version that the library asks of another one.</summary>
    private sealed record Need(int At, int Index, string Name);
}
