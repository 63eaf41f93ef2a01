# Completion of chatroom for bash 4 and later; made by .ci/completions.

__chatroom_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__chatroom_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__chatroom_add_completions() {
    # A name is no file: no slash after it, no backslash in it.
    [[ "${1}" == -W ]] && compopt +o filenames
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__chatroom_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_chatroom() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a repeating_options=()
    local -a non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    local -a non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room list -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    send|history|listen|shell|sendfile|getfile|room|who|serve|ping|register|login|help)
        # Offer subcommand argument completions
        "_chatroom_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'send history listen shell sendfile getfile room who serve ping register login help' -- "${cur}"))
        ;;
    esac
}

_chatroom_send() {
    repeating_flags=()
    non_repeating_flags=(--lines --allow-empty --queue --flush --run --any-kind --wait --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=(--choice)
    non_repeating_options=(--id --print --reply-to --edit --delete --update --ask --from --ask-id --require -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--id')
        return
        ;;
    '--print')
        __chatroom_add_completions -W 'id'$'\n''seq'$'\n''none'
        return
        ;;
    '--reply-to')
        return
        ;;
    '--edit')
        return
        ;;
    '--delete')
        return
        ;;
    '--update')
        return
        ;;
    '--ask')
        return
        ;;
    '--choice')
        return
        ;;
    '--from')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion send -- --from "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--ask-id')
        return
        ;;
    '--require')
        __chatroom_add_completions -W 'delivered'$'\n''read'
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion send -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion send -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_history() {
    repeating_flags=()
    non_repeating_flags=(--unread --mark --mentions --files --export --verify -f --follow --utc --numbers --raw --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-n --count --since --until --before --after --from --thread --search --format -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--count')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--before')
        return
        ;;
    '--after')
        return
        ;;
    '--from')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion history -- --from "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--thread')
        return
        ;;
    '--search')
        return
        ;;
    '--format')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion history -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion history -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_listen() {
    repeating_flags=()
    non_repeating_flags=(--mention --cursors --utc --numbers --raw --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=(--done)
    non_repeating_options=(-n --count --since --from --match --until-idle --cursor --ack --exec --jobs --attempts --format -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-n'|'--count')
        return
        ;;
    '--since')
        return
        ;;
    '--from')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion listen -- --from "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--match')
        return
        ;;
    '--until-idle')
        return
        ;;
    '--cursor')
        return
        ;;
    '--ack')
        __chatroom_add_completions -W 'auto'$'\n''manual'
        return
        ;;
    '--done')
        return
        ;;
    '--exec')
        return
        ;;
    '--jobs')
        return
        ;;
    '--attempts')
        return
        ;;
    '--format')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion listen -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion listen -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_shell() {
    repeating_flags=()
    non_repeating_flags=(-f --follow --plain --utc --numbers --raw --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=(-c --command)
    non_repeating_options=(--script --format -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-c'|'--command')
        return
        ;;
    '--script')
        return
        ;;
    '--format')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion shell -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion shell -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_sendfile() {
    repeating_flags=()
    non_repeating_flags=(--tar --restart --list --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--name --message --expires --max-downloads -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--name')
        return
        ;;
    '--message')
        return
        ;;
    '--expires')
        return
        ;;
    '--max-downloads')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion sendfile -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion sendfile -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __chatroom_add_completions -f
        return
        ;;
    esac
}

_chatroom_getfile() {
    repeating_flags=()
    non_repeating_flags=(--last --force --list --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-o --output -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion getfile -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion getfile -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __chatroom_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    create|list|info|join|leave|invite|kick|ban|unban|topic|set|remove)
        # Offer subcommand argument completions
        "_chatroom_room_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'create list info join leave invite kick ban unban topic set remove' -- "${cur}"))
        ;;
    esac
}

_chatroom_room_create() {
    repeating_flags=()
    non_repeating_flags=(--private --ensure --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--topic -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--topic')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room create -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_chatroom_room_list() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room list -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_chatroom_room_info() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room info -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room info -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_join() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room join -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room join -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_leave() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room leave -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room leave -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_invite() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room invite -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room invite -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room invite -- positional@1 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_kick() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room kick -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room kick -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room kick -- positional@1 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_ban() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room ban -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room ban -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room ban -- positional@1 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_unban() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room unban -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room unban -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room unban -- positional@1 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_topic() {
    repeating_flags=()
    non_repeating_flags=(--accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room topic -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room topic -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_set() {
    repeating_flags=()
    non_repeating_flags=(--private --public --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=(--owner --moderator --member)
    non_repeating_options=(--slow --retain -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--slow')
        return
        ;;
    '--retain')
        return
        ;;
    '--owner')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room set -- --owner "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--moderator')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room set -- --moderator "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--member')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room set -- --member "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room set -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room set -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_room_remove() {
    repeating_flags=()
    non_repeating_flags=(--yes --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room remove -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion room remove -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_who() {
    repeating_flags=()
    non_repeating_flags=(--watch --back --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--away -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--away')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion who -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion who -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_serve() {
    repeating_flags=()
    non_repeating_flags=(-q --quiet --version -h --help)
    repeating_options=(--listen --limit)
    non_repeating_options=(--data --tls-cert --tls-key --registration --password-cost --loops --durability --log-level --log-format)
    __chatroom_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--listen')
        return
        ;;
    '--data')
        __chatroom_add_completions -d
        return
        ;;
    '--tls-cert')
        __chatroom_add_completions -f
        return
        ;;
    '--tls-key')
        __chatroom_add_completions -f
        return
        ;;
    '--registration')
        return
        ;;
    '--limit')
        return
        ;;
    '--password-cost')
        return
        ;;
    '--loops')
        return
        ;;
    '--durability')
        __chatroom_add_completions -W 'full'$'\n''relaxed'
        return
        ;;
    '--log-level')
        return
        ;;
    '--log-format')
        __chatroom_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_chatroom_ping() {
    repeating_flags=()
    non_repeating_flags=(--ready --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(-s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion ping -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_chatroom_register() {
    repeating_flags=()
    non_repeating_flags=(--ensure --password-stdin --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--kind --code --password-file -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--kind')
        __chatroom_add_completions -W 'human'$'\n''agent'$'\n''script'
        return
        ;;
    '--code')
        return
        ;;
    '--password-file')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion register -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_chatroom_login() {
    repeating_flags=()
    non_repeating_flags=(--whoami --logout --list --passwd --print-token --password-stdin --accept-new --json -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--revoke --default --password-file -s --server --profile --fingerprint --timeout --color)
    __chatroom_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--revoke')
        return
        ;;
    '--default')
        return
        ;;
    '--password-file')
        return
        ;;
    '-s'|'--server')
        return
        ;;
    '--profile')
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion login -- --profile "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    '--fingerprint')
        return
        ;;
    '--timeout')
        return
        ;;
    '--color')
        __chatroom_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatroom_add_completions -W "$(__chatroom_custom_complete ---completion login -- positional@0 "${COMP_CWORD}" "$(__chatroom_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatroom_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __chatroom_offer_flags_options -1
    __chatroom_add_completions -W 'send'$'\n''history'$'\n''listen'$'\n''shell'$'\n''sendfile'$'\n''getfile'$'\n''room'$'\n''who'$'\n''serve'$'\n''ping'$'\n''register'$'\n''login'$'\n''options'$'\n''environment'$'\n''exit-codes'$'\n''formatting'$'\n''recipes'$'\n''agents'
}

# Hands _chatroom the words as they were typed: bash parts them at @ and : too, and then wants only what comes after.
_chatroom_joined() {
    local line="${COMP_LINE}" word previous='' current gap
    local -a words=()
    local -i index joined=0

    for ((index = 0; index < ${#COMP_WORDS[@]}; index += 1)); do
        word="${COMP_WORDS[index]}"
        gap="${line%%[![:space:]]*}"
        line="${line#"${gap}"}"
        line="${line#"${word}"}"
        if [[ "${index}" -gt 0 && -z "${gap}" && "${previous}${word:0:1}" == *[@:]* && "${word}" != '' ]]; then
            words[${#words[@]} - 1]+="${word}"
        else
            words+=("${word}")
        fi
        previous="${word: -1}"
        [[ "${index}" -eq "${COMP_CWORD}" ]] && joined=$((${#words[@]} - 1))
    done

    COMP_WORDS=("${words[@]}")
    COMP_CWORD="${joined}"
    current="${words[joined]}"
    _chatroom "${COMP_WORDS[0]}" "${current}" "${words[joined > 0 ? joined - 1 : 0]}"

    if [[ "${current}" == *[@:]* ]]; then
        current="${current%"${current##*[@:]}"}"
        # An @ itself is taken to be part of what is completed.
        COMPREPLY=("${COMPREPLY[@]#"${current%@}"}")
    fi
}

complete -o filenames -F _chatroom_joined chatroom
