public import ChatroomCore

/// What others did to a user's membership of rooms, in words.
public enum MembershipNews: Sendable {
    /// That somebody was invited.
    public static func text(_ invitation: Invitation) -> String {
        let who = invitation.inviter.map { "@\($0) invites you" } ?? "you are invited"
        return "\(who) to \(invitation.room); 'chatroom room join \(invitation.room)' accepts"
    }

    /// That somebody was given a role.
    public static func text(_ role: ChatroomCore.Room.Role, in target: Target) -> String {
        switch role {
        case .owner: "you are an owner of \(target) now"
        case .moderator: "you are a moderator of \(target) now"
        case .member: "you are a plain member of \(target) now"
        }
    }

    /// All that a user is to be told of.
    ///
    /// - Parameters:
    ///   - summaries: What the user can see.
    ///   - invitations: Where the user may go.
    ///   - ignored: Whose invitations are left out.
    /// - Returns: A line each.
    public static func lines(
        _ summaries: [Conversation.Summary], _ invitations: [Invitation], ignoring ignored: Set<UserName>
    ) -> [String] {
        let wanted = invitations.filter { $0.inviter.map { !ignored.contains($0) } ?? true }
        let roles = summaries.compactMap { summary in
            summary.isRoleNew ? summary.role.map { text($0, in: summary.target) } : nil
        }
        return wanted.map(text) + roles
    }
}
