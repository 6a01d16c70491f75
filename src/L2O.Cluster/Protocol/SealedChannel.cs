using Google.Protobuf;

namespace L2O.Cluster.Protocol;

/// <summary>
/// One direction of a call: puts messages into signed envelopes, or takes them out. Everything that was signed for another call, another
/// direction, or another place in this call is refused.
/// </summary>
/// <param name="secret">Of the run.</param>
/// <param name="direction">Who speaks.</param>
internal sealed class SealedChannel(RunSecret secret, char direction)
{
    /// <summary>The direction of a worker's messages.</summary>
    public const char FromWorker = 'W';

    /// <summary>The direction of the hub's messages.</summary>
    public const char FromHub = 'H';

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 16;

    private ulong _next;

    /// <summary>Of the one who listens.</summary>
    public ByteString Nonce { get; set; } = ByteString.Empty;

    /// <summary>Signs the next message.</summary>
    public Envelope Seal(IMessage message)
    {
        ByteString body = message.ToByteString();
        ulong number = _next++;
        return new Envelope
        {
            Number = number,
            Body = body,
            Signature = UnsafeByteOperations.UnsafeWrap(secret.Sign(direction, Nonce.Span, number, body.Span)),
        };
    }

    /// <summary>Checks the next envelope.</summary>
    /// <exception cref="UnsignedException">It has no signature, one that does not fit, or was said before.</exception>
    public ByteString Open(Envelope envelope)
    {
        if (envelope.Signature.IsEmpty)
            throw new UnsignedException("it has no signature");
        if (!secret.IsSigned(direction, Nonce.Span, envelope.Number, envelope.Body.Span, envelope.Signature.Span))
            throw new UnsignedException("its signature is not this run's for this call");
        if (envelope.Number != _next)
            throw new UnsignedException($"it is replayed or out of order: message {envelope.Number}; expected {_next}");
        _next++;
        return envelope.Body;
    }
}
